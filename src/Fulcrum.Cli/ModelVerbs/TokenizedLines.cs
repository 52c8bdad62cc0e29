using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>Tokenizes a stream line by line: nothing but the line at hand is in memory.</summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="input">UTF-8 lines.</param>
/// <param name="output">Where the tokens go.</param>
internal sealed class TokenizedLines(Tokenizer tokenizer, Stream input, Stream output)
{
    private const byte LineFeed = (byte)'\n';
    private const int FlushAt = 1 << 16;

    private readonly PipeWriter _writer = PipeWriter.Create(output);

    /// <summary>Plain lines in; per token a line <c>id TAB start TAB end TAB token</c> out, a blank line after each line of input.</summary>
    public Task WriteTextAsync(CancellationToken cancellationToken) => ForEachLineAsync(
        (line, _) =>
        {
            var text = Encoding.UTF8.GetString(line).TrimEnd('\r');
            var tokens = tokenizer.EncodeWithOffsets(text);
            for (var index = 0; index < tokens.Ids.Count; index++)
            {
                var (start, end) = tokens.Offsets[index];
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tokens.Ids[index]}\t{start}\t{end}\t{ControlCharacters.Show(tokens.Tokens[index])}\n"), _writer);
            }
        },
        cancellationToken);

    /// <summary>JSON strings in, objects <c>{"ids":[…],"tokens":[…],"offsets":[[start,end],…]}</c> out.</summary>
    /// <exception cref="InputException">A line is no JSON string; what came before it is written.</exception>
    public async Task WriteJsonAsync(CancellationToken cancellationToken)
    {
        using var json = new Utf8JsonWriter(_writer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        await ForEachLineAsync(
            (line, number) =>
            {
                Write(json, tokenizer.EncodeWithOffsets(ReadString(line, number)));
                json.Flush();
                json.Reset();
            },
            cancellationToken);
    }

    private async Task ForEachLineAsync(Action<ReadOnlySequence<byte>, long> write, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: FlushAt));
        var number = 0L;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf(LineFeed) is { } end)
                {
                    await WriteLineAsync(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (read.IsCompleted && !rest.IsEmpty) await WriteLineAsync(rest);
                if (read.IsCompleted) return;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await _writer.FlushAsync(CancellationToken.None);
        }

        async ValueTask WriteLineAsync(ReadOnlySequence<byte> line)
        {
            if (++number == 1) line = WithoutMark(line);
            write(line, number);
            _writer.Write([LineFeed]);
            if (_writer.UnflushedBytes > FlushAt) await _writer.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Editors put a byte order mark before UTF-8, which is no part of the text.</summary>
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(line);
        return reader.IsNext(Encoding.UTF8.Preamble) ? line.Slice(Encoding.UTF8.Preamble.Length) : line;
    }

    private static string ReadString(ReadOnlySequence<byte> line, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !reader.Read()) return text;
            throw new InputException(Error("This is another value than one JSON string.", null));
        }
        catch (JsonException cause)
        {
            throw new InputException(Error($"This is no JSON string: {JsonInput.Fault(cause)}", cause.BytePositionInLine + 1), cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new InputException(Error("The string is no Unicode text: it holds an unpaired surrogate or bytes that are no UTF-8.", null), cause);
        }

        InputError Error(string message, long? column) =>
            new(message) { File = "standard input", Line = number, Column = column, Remedy = "Write one string a line, e.g. \"two\\nlines\"." };
    }

    private static void Write(Utf8JsonWriter json, EncodedText tokens)
    {
        json.WriteStartObject();
        json.WriteStartArray("ids");
        foreach (var id in tokens.Ids) json.WriteNumberValue(id);
        json.WriteEndArray();
        json.WriteStartArray("tokens");
        foreach (var token in tokens.Tokens) json.WriteStringValue(token);
        json.WriteEndArray();
        json.WriteStartArray("offsets");
        foreach (var (start, end) in tokens.Offsets)
        {
            json.WriteStartArray();
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
