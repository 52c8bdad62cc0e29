using System.IO.Compression;
using System.Text;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Cleaning;

/// <summary>What real files are like, from the file to the notes.</summary>
public sealed class CleaningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mixed_encodings_are_read_and_counted()
    {
        var data = await LoadBytes("d.csv", [.. "text,label\ncafé,x\n"u8, .. "caf"u8, 0xE9, .. ",y\n"u8]);
        Assert.Equal(["café", "café"], data.Examples.Select(e => e.Text));
        Assert.Contains(data.Notes, note => note.EndsWith("d.csv: 1 line not valid UTF-8, read as Windows-1252.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_byte_order_mark_and_crlf_are_no_part_of_the_data()
    {
        var data = await LoadBytes("d.csv", [.. Encoding.UTF8.Preamble, .. "text,label\r\na,x\r\n\"b\r\nc\",y\r\n"u8]);
        Assert.Equal(["a", "b\nc"], data.Examples.Select(e => e.Text));
        Assert.Equal(["x", "y"], data.Labels);
    }

    [Fact]
    public async Task Utf_16_is_read()
    {
        var data = await LoadBytes("d.tsv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("text\tlabel\nä\tx\n")]);
        Assert.Equal("ä", data.Examples[0].Text);
    }

    [Fact]
    public async Task Nul_characters_are_removed_and_counted()
    {
        var data = await LoadBytes("d.jsonl", "{\"text\":\"a\0b\\u0000c\",\"label\":\"x\"}\0\n"u8.ToArray());
        Assert.Equal("abc", data.Examples[0].Text);
        Assert.Contains(data.Notes, note => note.EndsWith("d.jsonl: 2 NUL characters removed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gzipped_files_are_read()
    {
        var data = await LoadBytes("d.csv.gz", Gzip("text,label\na,x\n"));
        Assert.Equal(("d", "a", "d-2"), (data.Name, data.Examples[0].Text, data.Examples[0].Id));
    }

    [Fact]
    public async Task A_gzip_file_that_is_cut_off_anywhere_is_refused()
    {
        var (first, second) = (Gzip("text,label\na,x\n"), Gzip("b,y\n"));
        byte[] whole = [.. first, .. second];
        Assert.Equal(["a", "b"], (await LoadBytes("d.csv.gz", whole)).Examples.Select(e => e.Text));

        // What ends with the first member is a whole file.
        foreach (var length in Enumerable.Range(0, whole.Length).Where(length => length != first.Length))
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "d.csv.gz"), whole[..length], TestContext.Current.CancellationToken);
            var read = await Record.ExceptionAsync(() => Load.Path(Path.Combine(_folder.Path, "d.csv.gz")));
            Assert.True(read is InputException, $"cut after {length} of {whole.Length} bytes (the first member has {first.Length}): {read}");
        }
    }

    [Fact]
    public async Task A_damaged_gzip_file_is_refused()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv.gz", "not gzip")));
        Assert.StartsWith("The file cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_without_text_or_label_are_left_out_and_counted()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label\na,x\n  ,y\nb,\nc,y\n\"\",x\n"));
        Assert.Equal(["a", "c"], data.Examples.Select(e => e.Text));
        Assert.Contains("2 rows without text left out: d-3, d-6.", data.Notes);
        Assert.Contains("1 row without label left out: d-4.", data.Notes);
    }

    [Theory]
    [InlineData("d.csv", "text,label\n{0},x\nb,y\n")]
    [InlineData("d.jsonl", "{{\"text\":\"{0}\",\"label\":\"x\"}}\n{{\"text\":\"b\",\"label\":\"y\"}}\n")]
    public async Task Ten_megabytes_in_one_row_survive_with_a_warning(string name, string template)
    {
        var text = string.Concat(Enumerable.Repeat("abc def 12 ", 1_000_000))[..10_000_000];
        var data = await Load.Path(_folder.Write(name, string.Format(null, CompositeFormat.Parse(template), text)));
        Assert.Equal(text.Length, data.Examples[0].Text.Length);
        Assert.Contains("1 text of more than 1,000,000 characters (the result of each rung says how many texts it cut): d-" + (name == "d.csv" ? "2." : "1."), data.Notes);
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private Task<Dataset> LoadBytes(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return Load.Path(path);
    }
}
