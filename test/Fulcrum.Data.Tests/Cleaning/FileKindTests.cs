using System.IO.Compression;
using Fulcrum.Data.Tests.Reading;
using Fulcrum.Tests;
using Parquet.Serialization;

namespace Fulcrum.Data.Tests.Cleaning;

public sealed class FileKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("d.csv", "%PDF-1.7\n", "This is a PDF document. Give the text in it as CSV or JSON lines.")]
    [InlineData("d.jsonl", "BZh91AY&SYabc", "This is a bzip2 archive. Unpack it and give the data file in it.")]
    [InlineData("d.mbox", "{\\rtf1 text}", "This is a rich text document. Save it as plain text.")]
    [InlineData("d.tsv", "GGUF\u0003", "This is a GGUF model. Give it as a model (--model), not as data.")]
    [InlineData("d.xyz", "ARROW1\0\0", "This is an Arrow (Feather) file. Convert it to JSON lines, CSV or Parquet.")]
    [InlineData("d.csv", "\n <html><body>404</body></html>", "This is a web page. Perhaps a download failed: open the file in a browser to see what it says, and fetch the data again.")]
    public async Task A_file_that_is_no_data_is_called_by_its_name_whatever_reader_it_was_for(string name, string content, string expected)
    {
        _folder.Write(name, content);
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = name }, baseFolder: _folder.Path));
        Assert.Equal($"{name}: {expected}", error.ToString());
    }

    [Fact]
    public async Task A_Word_document_is_told_from_other_archives()
    {
        await using (var archive = await ZipFile.OpenAsync(Path.Combine(_folder.Path, "d.csv"), ZipArchiveMode.Create, TestContext.Current.CancellationToken))
            archive.CreateEntry("word/document.xml");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "d.csv" }, baseFolder: _folder.Path));
        Assert.Equal("d.csv: This is a Word document (.docx). Save it as plain text.", error.ToString());
    }

    [Fact]
    public async Task A_document_in_a_folder_of_texts_is_named()
    {
        _folder.Write("data/ham/a.txt", "some text");
        _folder.Write("data/spam/b.txt", "%PDF-1.7");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "data" }, baseFolder: _folder.Path));
        Assert.Equal($"data{Path.DirectorySeparatorChar}spam{Path.DirectorySeparatorChar}b.txt: This is a PDF document. Give the text in it as CSV or JSON lines.", error.ToString());
    }

    [Fact]
    public async Task An_archive_of_files_that_is_called_gz_is_named()
    {
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        await using (var file = File.Create(Path.Combine(_folder.Path, "d.csv.gz")))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            await gzip.WriteAsync(tar, TestContext.Current.CancellationToken);
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "d.csv.gz" }, baseFolder: _folder.Path));
        Assert.Equal("d.csv.gz: This is a tar archive. Unpack it and give the data file in it.", error.ToString());
    }

    [Fact]
    public async Task A_Parquet_file_is_read_whatever_it_is_called()
    {
        var path = Path.Combine(_folder.Path, "d.csv");
        await using (var file = File.Create(path))
            await ParquetSerializer.SerializeAsync([new { text = "a", label = "x" }], file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("a", Assert.Single(await ReadRows.Of(path)).Fields["text"]);
    }

    [Fact]
    public async Task A_text_that_speaks_of_archives_is_a_text()
    {
        var rows = await ReadRows.Of(_folder.Write("d.csv", "text,label\nPK is short,x\n"));
        Assert.Equal("PK is short", Assert.Single(rows).Fields["text"]);
    }
}
