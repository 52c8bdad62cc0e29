using System.Buffers;
using System.Text;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>JSON objects: one per line, several lines each, or in an array.</summary>
internal sealed class JsonLinesReader : IDatasetReader
{
    /// <summary>An array is read as a whole and may hold so many bytes.</summary>
    private const int Limit = 1_000_000_000;

    private const int CharactersLookedAt = 1 << 16;

    public string Format => "JSON lines (.jsonl, .ndjson) or a JSON array (.json)";

    public bool Accepts(string path) => File.Exists(path) && FileName.HasExtension(path, ".jsonl", ".ndjson", ".json");

    public IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken) =>
        Rows(path, context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        using var text = TextFile.Open(path, context);
        var fields = new JsonFields(context, file);
        var names = new FieldNames([]);
        foreach (var json in JsonObjects.AreIn(text.Preview(CharactersLookedAt).Span) ? Values(text, file, context.Errors) : Lines(text, file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (json.Read(fields, context.Errors) is not { } read) continue;
            yield return new SourceRow(file, json.Number, Fields.Of(read, ref names)) { Json = context.KeepsJson ? json.Text : null };
        }
    }

    private static IEnumerable<JsonRow> Lines(DecodedText text, string file)
    {
        var buffer = new byte[1024];
        for (long number = 1; text.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var most = Encoding.UTF8.GetMaxByteCount(line.Length);
            if (buffer.Length < most) buffer = new byte[most];
            yield return new JsonRow(file, buffer.AsMemory(0, Encoding.UTF8.GetBytes(line, buffer)), number, 1, number);
        }
    }

    private static IEnumerable<JsonRow> Values(DecodedText text, string file, InputErrorList errors)
    {
        var whole = ReadToEnd(text, file);
        var (values, fault) = JsonObjects.In(whole.Span);
        if (fault is not null && JsonRow.WithoutNaN(whole.Span) is { } mended)
        {
            whole = mended;
            (values, fault) = JsonObjects.In(whole.Span);
        }

        if (fault is not null)
            errors.Add(new JsonRow(file, whole, 1, 1, 1).At(JsonRow.IndexOf(fault, whole.Span), "Broken JSON: " + JsonInput.Fault(fault)));
        var rows = new List<JsonRow>();
        var (line, column, position) = (1L, 1, 0);
        foreach (var value in values)
        {
            var before = whole.Span[position..value.Start.Value];
            for (int next; (next = before.IndexOf((byte)'\n')) >= 0; before = before[(next + 1)..]) (line, column) = (line + 1, 1);
            column += Encoding.UTF8.GetCharCount(before);
            position = value.Start.Value;
            rows.Add(new JsonRow(file, whole[value], line, column, line));
        }

        var isOnePerLine = rows.DistinctBy(row => row.Line).Count() == rows.Count;
        return isOnePerLine ? rows : rows.Select((row, index) => row with { Number = index + 1 });
    }

    private static ReadOnlyMemory<byte> ReadToEnd(DecodedText text, string file)
    {
        var whole = new ArrayBufferWriter<byte>(1 << 16);
        var encoder = Encoding.UTF8.GetEncoder();
        var block = new char[1 << 14];
        for (int read; (read = text.Read(block)) > 0;)
        {
            encoder.Convert(block.AsSpan(0, read), whole, flush: false, out _, out _);
            if (whole.WrittenCount > Limit)
            {
                throw new InputException(new InputError("The JSON array holds more than 1 GB.")
                {
                    File = file,
                    Remedy = "Write each object on a line of its own (.jsonl): such a file may have any size.",
                });
            }
        }

        encoder.Convert([], whole, flush: true, out _, out _);
        return whole.WrittenMemory;
    }
}
