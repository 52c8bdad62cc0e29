using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Fulcrum.Data.Npm;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Npm;

public sealed class SpamAssassinArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_name_of_a_mail_gives_its_id_label_and_checksum()
    {
        var mail = Assert.Single(await ReadAsync("package/data/spam-1/00001.abc.json", """{"text": "raw"}"""));
        Assert.Equal(new SpamAssassinMail("spam-1/00001", "spam", "abc", "raw"), mail);
    }

    [Theory]
    [InlineData("package/data/spam-1/00001.json", """{"text": "raw"}""", "00001.json")]
    [InlineData("package/data/spam-1/00001.abc.json", """{"body": "raw"}""", "`text`")]
    [InlineData("package/data/spam-1/00001.abc.json", """{"text": 1}""", "`text`")]
    [InlineData("package/data/spam-1/00001.abc.json", "no json", "`text`")]
    [InlineData("package/mails/00001.abc.json", """{"text": "raw"}""", "holds no mail")]
    public async Task Another_layout_is_refused_with_the_version_that_is_known(string name, string content, string expected)
    {
        var error = Assert.Single((await Assert.ThrowsAsync<InputException>(() => ReadAsync(name, content))).Errors);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(SpamAssassinCorpus.PinnedVersion, error.Remedy, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<SpamAssassinMail>> ReadAsync(string name, string content)
    {
        var path = Path.Combine(folder.Path, "package.tgz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var archive = new TarWriter(packed))
        {
            using var data = new MemoryStream(Encoding.UTF8.GetBytes(content));
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data }, TestContext.Current.CancellationToken);
        }

        return await SpamAssassinArchive.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
