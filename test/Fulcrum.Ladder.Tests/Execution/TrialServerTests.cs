using System.Diagnostics;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Tests;
using Fulcrum.Workers.Processes;

namespace Fulcrum.Ladder.Tests.Execution;

/// <summary>The worker as its parent sees it: lines in, lines out.</summary>
public sealed class TrialServerTests : IDisposable
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
        await _worker.StandardInput.WriteLineAsync($$"""{"id":1,"run_folder":"{{run.Root}}","trial_id":"a"}""");
        Assert.Equal(
            """{"id":1,"progress":{"stage":"fitting","fraction":0,"detail":"loss 0.5"}}""",
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
        await _worker.StandardInput.WriteLineAsync($$"""{"id":1,"run_folder":"{{run.Root}}","trial_id":"a"}""");
        while (!run.Trial("a").IsFinished) Assert.NotNull(await _worker.StandardOutput.ReadLineAsync(Cancel));
        Assert.Equal("2026-11-23T09:00:00+00:00", (string?)run.Trial("a").ReadResult()!.Outcome!.Chosen["created"]);
    }

    [Theory]
    [InlineData("{oops", """{"id":null,"error":"The worker did not understand the request: 'o' is an invalid start of a property name. Expected a '\"'."}""")]
    [InlineData("""{"id":2,"run_folder":"/runs","trial_id":".."}""", """{"id":2,"error":"/runs: `..` is no id of a trial."}""")]
    public async Task A_request_that_cannot_be_served_is_answered_and_the_next_one_served(string request, string answer)
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a", rung: "unknown")]);
        await _worker.StandardInput.WriteLineAsync(request);
        Assert.Equal(answer, await _worker.StandardOutput.ReadLineAsync(Cancel));
        await _worker.StandardInput.WriteLineAsync($$"""{"id":3,"run_folder":"{{run.Root}}","trial_id":"a"}""");
        Assert.StartsWith(
            """{"id":3,"result":{"status":"failed","failure":{"stage":"rung","reason":"This program has no rung `unknown`.""", await _worker.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
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
