using System.Text.Json;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Reading;

/// <summary>One JSON object per line.</summary>
internal sealed class JsonLinesReader : IDatasetReader
{
    public string Format => "JSON lines (.jsonl, .ndjson)";

    public bool Accepts(string path) => File.Exists(path) && TextFile.HasExtension(path, ".jsonl", ".ndjson");

    public IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken) =>
        Rows(path, context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        using var text = TextFile.Open(path, context);
        for (long number = 1; text.ReadLine() is { } line; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!string.IsNullOrWhiteSpace(line) && Row(line, file, number, context) is { } row) yield return row;
        }
    }

    /// <summary>The row of a line; <see langword="null"/> where it is none, which is added to the context's errors.</summary>
    private static SourceRow? Row(string line, string file, long number, ReadingContext context)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return new SourceRow(file, number, JsonFields.Of(json.RootElement));
            context.Errors.Add(new InputError("Not a JSON object.") { File = file, Line = number, Column = 1 });
        }
        catch (JsonException e)
        {
            context.Errors.Add(new InputError("Broken JSON: " + JsonInput.Fault(e))
            {
                File = file,
                Line = number,
                Column = ColumnOf(line, e.BytePositionInLine ?? 0),
            });
        }
        // Half a surrogate pair (\ud83d alone) is valid JSON but no text.
        catch (InvalidOperationException)
        {
            context.Errors.Add(new InputError("A string holds an escape that is no character.") { File = file, Line = number });
        }

        return null;
    }

    /// <summary>The parser counts bytes of UTF-8; people count characters.</summary>
    private static int ColumnOf(ReadOnlySpan<char> line, long bytePosition)
    {
        var bytes = 0;
        var column = 1;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes >= bytePosition) break;
            bytes += rune.Utf8SequenceLength;
            column += rune.Utf16SequenceLength;
        }

        return column;
    }
}
