using System.Diagnostics;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Execution;

/// <summary>The worker as its parent sees it: lines in, lines out.</summary>
public sealed class TrialRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _worker = Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_ends_when_its_requests_end()
    {
        _worker.StandardInput.Close();
        await _worker.WaitForExitAsync(Cancel);
        Assert.Equal(0, _worker.ExitCode);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("ignore")]
    public async Task A_worker_ends_when_its_parent_is_gone_even_in_the_middle_of_a_trial_that_does_not_listen(string act)
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a", act: act)]);
        await _worker.StandardInput.WriteLineAsync($$"""{"run_folder":"{{run.Root}}","trial_id":"a"}""");
        Assert.Equal(
            """{"type":"progress","progress":{"stage":"fitting","fraction":0,"detail":"loss 0.5"}}""",
            await _worker.StandardOutput.ReadLineAsync(Cancel));
        _worker.StandardInput.Close();
        await _worker.WaitForExitAsync(Cancel);
        Assert.Equal(0, _worker.ExitCode);
        Assert.False(run.Trial("a").IsFinished);
    }

    [Fact]
    public async Task A_rung_is_told_when_its_run_was_created()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        await _worker.StandardInput.WriteLineAsync($$"""{"run_folder":"{{run.Root}}","trial_id":"a"}""");
        while (!run.Trial("a").IsFinished) Assert.NotNull(await _worker.StandardOutput.ReadLineAsync(Cancel));
        Assert.Equal("2026-11-23T09:00:00+00:00", (string?)run.Trial("a").ReadResult()!.Outcome!.Chosen["created"]);
    }

    [Fact]
    public async Task A_request_that_is_not_understood_is_answered_and_the_next_one_served()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a", rung: "unknown")]);
        await _worker.StandardInput.WriteLineAsync("{oops");
        var error = await _worker.StandardOutput.ReadLineAsync(Cancel);
        Assert.StartsWith("""{"type":"error","reason":"The worker did not understand""", error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
        await _worker.StandardInput.WriteLineAsync($$"""{"run_folder":"{{run.Root}}","trial_id":"a"}""");
        var result = await _worker.StandardOutput.ReadLineAsync(Cancel);
        Assert.Contains("This program has no rung `unknown`.", result, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _worker.Kill();
        _worker.WaitForExit();
        _worker.Dispose();
        _folder.Dispose();
    }

    private static Process Start()
    {
        var command = WorkerStartInfo.ThisProgram("worker");
        return Process.Start(new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
