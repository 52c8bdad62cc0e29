using System.Diagnostics;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_is_read_behind_links_too()
    {
        var file = _folder.Write("a.json", "{\"a\": 1}");
        var link = Path.Combine(_folder.Path, "link");
        var second = Path.Combine(_folder.Path, "second");
        File.CreateSymbolicLink(link, file);
        File.CreateSymbolicLink(second, link);

        Assert.All([file, link, second], path => Assert.Equal((8, "{\"a\": 1}"), (RegularFile.LengthOf(path), RegularFile.ReadAllText(path))));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void A_device_is_refused(string device)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Devices have other names here.");
        var link = Path.Combine(_folder.Path, "config.json");
        File.CreateSymbolicLink(link, device);

        Assert.All([device, link], AssertRefused);
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Named pipes are no files here.");
        var pipe = Path.Combine(_folder.Path, "config.json");
        Process.Start("mkfifo", [pipe]).WaitForExit();

        AssertRefused(pipe);
    }

    [Fact]
    public void What_is_too_large_for_memory_is_refused()
    {
        var path = Path.Combine(_folder.Path, "config.json");
        using (var file = File.Create(path)) file.SetLength(RegularFile.MostBytes + 1);

        Assert.Equal(
            "The configuration cannot be read: It has 268,435,457 bytes, and such a file at most 268,435,456.",
            Assert.Single(Assert.Throws<InputException>(() => JsonInput.Read(path, "The configuration")).Errors).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere", Assert.ThrowsAny<IOException>(() => RegularFile.LengthOf(Path.Combine(_folder.Path, "nowhere"))).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static void AssertRefused(string path) => Assert.Equal(
        "The configuration cannot be read: It is empty, or no regular file.",
        Assert.Single(Assert.Throws<InputException>(() => JsonInput.Read(path, "The configuration")).Errors).Message);
}
