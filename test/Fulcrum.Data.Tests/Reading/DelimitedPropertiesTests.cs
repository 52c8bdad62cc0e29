using System.Text;
using CsCheck;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>Whatever a csv writer, a spreadsheet or a data-frame library writes is read back.</summary>
public sealed class DelimitedPropertiesTests : IDisposable
{
    private static readonly Gen<string> Piece = Gen.OneOf("a", "b", "word", " ", ",", ";", "\t", "|", "\"", "\n", "\r", "\r\n", "é", "漢", "一", "😀", "'", "\\", "=", "0");
    private static readonly Gen<string> Cell = Piece.Array[0, 12].Select(pieces => string.Concat(pieces));

    private static readonly Gen<Written> Any = Gen.Select(
        Gen.OneOf(',', ';', '\t', '|'),
        Gen.OneOf("\n", "\r\n", "\r"),
        Gen.OneOf(Encodings),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.OneOf("text,label", "label,text", "text,nr,label", "note,label,text,more").Select(names => names.Split(',')), Cell.Array[4].Array[1, 12]),
        (separator, lineEnd, encoding, options, table) => new Written(separator, lineEnd, encoding, options.Item1, options.Item2, options.Item3, options.Item4, table.Item1, table.Item2));

    private readonly TemporaryFolder _folder = new();

    private static Encoding[] Encodings =>
    [
        new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true),
        new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), new UTF32Encoding(false, true), new UTF32Encoding(false, false), new UTF32Encoding(true, false),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_back() => await Any.SampleAsync(async written =>
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid()}.csv");
        await File.WriteAllBytesAsync(path, written.Bytes, TestContext.Current.CancellationToken);
        var rows = await ReadRows.Of(path);
        Assert.Equal(written.Expected, rows.Select(row => string.Join('\u001F', written.Names.Select(name => row.Fields[name]))));
        File.Delete(path);
    }, iter: 2000, print: written => written.ToString());

    /// <summary>A file as it is written.</summary>
    private sealed record Written(
        char Separator, string LineEnd, Encoding Encoding, bool QuotesAll, bool HasIndex, bool EndsOpen, bool HasSeparatorLine, string[] Names, string[][] Cells)
    {
        public IEnumerable<string> Expected => Rows.Select(row => string.Join('\u001F', row));

        public byte[] Bytes => [.. Encoding.Preamble, .. Encoding.GetBytes(Text)];

        private IEnumerable<string[]> Rows => Cells.Select(row => row[..Names.Length].Select(Unambiguous).ToArray());

        private string Text
        {
            get
            {
                IEnumerable<string[]> records = [Names, .. Rows];
                if (HasIndex) records = records.Select((record, number) => (string[])[number == 0 ? "" : $"{number - 1}", .. record]);
                var text = string.Join(LineEnd, records.Select(record => string.Join(Separator, record.Select(Field))));
                return (HasSeparatorLine ? $"sep={Separator}{LineEnd}" : "") + text + (EndsOpen ? "" : LineEnd);
            }
        }

        public override string ToString() =>
            $"{Encoding.WebName} (mark: {Encoding.Preamble.Length > 0}) {Text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}";

        private string Field(string cell) =>
            QuotesAll || cell.Contains(Separator, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

        /// <summary>Tab-separated files have no rule for quotation marks: tabs and line breaks in one field could be fields and records.</summary>
        private string Unambiguous(string cell) =>
            Separator == '\t' && cell.AsSpan().ContainsAny('\r', '\n') ? cell.Replace("\t", "", StringComparison.Ordinal) : cell;
    }
}
