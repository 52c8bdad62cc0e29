using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>Progress and answers are lost where nobody takes them; the run is not.</summary>
public sealed class StandardStreamsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StandardStreamsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData("| head -1")]
    [InlineData("2>&1 >/dev/null | head -1")]
    public async Task A_comparison_whose_streams_are_closed_or_full_ends_with_its_verdict(string streams)
    {
        var ended = await CompareAsync(streams);

        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain("error", ended.Output + ended.Error, StringComparison.OrdinalIgnoreCase);
        Finished();
    }

    [Fact]
    public async Task An_answer_that_a_full_disk_loses_is_in_the_run_folder_and_that_is_said()
    {
        var ended = await CompareAsync(">/dev/full");

        Assert.Equal(0, ended.ExitCode);
        Assert.EndsWith(
            $"""
            Standard output could not be written (No space left on device): the answer is in {Path.Combine(_folder.Path, "run", "verdict.json")}.
            Report: {Path.Combine(_folder.Path, "run", "report.html")}
            Use the winner: fulcrum predict {Path.Combine(_folder.Path, "run")} FILE

            """,
            ended.Error,
            StringComparison.Ordinal);
        Finished();
    }

    [Fact]
    public async Task An_answer_that_is_nowhere_else_is_an_error_where_it_is_lost()
    {
        var ended = await FulcrumProcess.RunInShellAsync(_folder.Path, ">/dev/full", "models", "--json");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal($"error: Standard output could not be written: No space left on device{Environment.NewLine}", ended.Error);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task An_error_that_cannot_be_said_keeps_its_exit_code(string streams) =>
        Assert.Equal(2, (await FulcrumProcess.RunInShellAsync(_folder.Path, streams, "compare", "missing.csv")).ExitCode);

    [Fact]
    public async Task Nothing_to_tokenize_is_no_reason_to_wait()
    {
        var ended = await FulcrumProcess.RunInShellAsync(_folder.Path, "<&-", "models", "tokenize", RepositoryFiles.Fixture("models/llama"));

        Assert.Equal((0, "", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    private Task<FulcrumProcess.Ended> CompareAsync(string streams)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        return FulcrumProcess.RunInShellAsync(_folder.Path, streams, "compare", "goods.csv", "--rungs", "majority", "--output", "run");
    }

    private void Finished()
    {
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "run", "verdict.json")));
        Assert.StartsWith("majority", verdict.RootElement.GetProperty("recommended_trial").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "run", "report.html")));
    }
}
