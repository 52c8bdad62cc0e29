using System.Text.Json;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Reading;

/// <summary>One JSON object per line.</summary>
internal sealed class JsonLinesReader : IDatasetReader
{
    public string Format => "JSON lines (.jsonl, .ndjson)";

    public bool Accepts(string path) => File.Exists(path) && TextFile.HasExtension(path, ".jsonl", ".ndjson");

    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var text = (await TextFile.ReadAsync(path, context, cancellationToken).ConfigureAwait(false)).AsMemory();
        var file = context.NameOf(path);
        var rows = new List<SourceRow>();
        for (long number = 1; !text.IsEmpty; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = text.Span.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.Span.IsWhiteSpace()) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind == JsonValueKind.Object)
                    rows.Add(new SourceRow(file, number, JsonFields.Of(json.RootElement)));
                else
                    context.Errors.Add(new InputError("Not a JSON object.") { File = file, Line = number, Column = 1 });
            }
            catch (JsonException e)
            {
                context.Errors.Add(new InputError("Broken JSON: " + JsonInput.Fault(e))
                {
                    File = file,
                    Line = number,
                    Column = ColumnOf(line.Span, e.BytePositionInLine ?? 0),
                });
            }
            // Half a surrogate pair (\ud83d alone) is valid JSON but no text.
            catch (InvalidOperationException)
            {
                context.Errors.Add(new InputError("A string holds an escape that is no character.") { File = file, Line = number });
            }
        }

        return rows;
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
