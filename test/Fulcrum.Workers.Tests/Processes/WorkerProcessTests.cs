using System.ComponentModel;
using Fulcrum.Tests;
using Fulcrum.Workers.Processes;
using Fulcrum.Workers.Tests.Worker;

namespace Fulcrum.Workers.Tests.Processes;

/// <summary>Real processes: what they answer, and how their end is told.</summary>
public sealed class WorkerProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_process_answers_many_requests_those_that_wait_longer_later()
    {
        await using var worker = StartWorker();
        var held = worker.AskAsync(new TestRequest("hold", "first"), null, Cancel);
        var echoed = await worker.AskAsync(new TestRequest("echo", "zweite Grüße 🎈"), null, Cancel);
        Assert.Equal("zweite Grüße 🎈", echoed.Text);
        Assert.Equal(echoed with { Text = "first" }, await held);
    }

    [Fact]
    public async Task What_a_library_prints_does_not_disturb_the_protocol()
    {
        await using var worker = StartWorker();
        Assert.Equal("a", (await worker.AskAsync(new TestRequest("print", "a"), null, Cancel)).Text);
    }

    [Fact]
    public async Task A_worker_that_complains_at_length_is_listened_to()
    {
        await using var worker = StartWorker();
        Assert.Equal("a", (await worker.AskAsync(new TestRequest("complain", "a"), null, Cancel)).Text);
    }

    [Theory]
    [InlineData("exit", "The worker ended with exit code 3 before it answered.")]
    [InlineData("abort", "The worker was ended by SIGABRT: memory ran out. Use a smaller model or batch.")]
    [InlineData("overflow", "The worker was ended by SIGABRT: the stack overflowed, as it does on data, templates or patterns that are nested very deeply.")]
    [InlineData("kill", "The worker was ended by SIGKILL: it was killed by hand, or by the system because memory ran out.")]
    public async Task A_worker_that_dies_fails_all_that_was_asked_with_the_cause(string act, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        await using var worker = StartWorker();
        var held = worker.AskAsync(new TestRequest("hold"), null, Cancel);
        var asked = worker.AskAsync(new TestRequest(act), null, Cancel);
        Assert.Equal(reason, (await Assert.ThrowsAsync<WorkerExitException>(() => asked)).Message);
        Assert.Equal(reason, (await Assert.ThrowsAsync<WorkerExitException>(() => held)).Message);
        Assert.Equal(reason, (await Assert.ThrowsAsync<WorkerExitException>(() => worker.AskAsync(new TestRequest("echo"), null, Cancel))).Message);
        Assert.Equal(reason, (await worker.Exited).Reason);
    }

    [Fact]
    public async Task The_last_words_of_a_worker_are_those_since_it_last_answered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        await using var worker = StartWorker();
        await worker.AskAsync(new TestRequest("print"), null, Cancel);
        var death = await Assert.ThrowsAsync<WorkerExitException>(() => worker.AskAsync(new TestRequest("kill"), null, Cancel));
        Assert.Equal("last words", death.Exit.Log[^1]);
        Assert.DoesNotContain("[W] native noise", death.Exit.Log);
    }

    [Fact]
    public async Task The_memory_of_a_worker_that_died_is_what_it_was_last_seen_with()
    {
        await using var worker = StartWorker();
        var death = await Assert.ThrowsAsync<WorkerExitException>(() => worker.AskAsync(new TestRequest("grow"), null, Cancel));
        Assert.InRange(death.Exit.PeakMemoryBytes!.Value, 300L << 20, 2_000_000_000);
    }

    [Fact]
    public async Task Of_a_talkative_worker_the_first_and_the_last_lines_are_kept()
    {
        await using var worker = StartShell("seq 1 1000 >&2; exit 1");
        Assert.Equal(
            [.. Enumerable.Range(1, 10).Select(i => $"{i}"), "[970 lines left out]", .. Enumerable.Range(981, 20).Select(i => $"{i}")],
            (await worker.Exited).Log);
    }

    [Fact]
    public async Task A_program_that_is_no_worker_is_told_by_its_exit_code_and_what_it_printed()
    {
        await using var worker = StartShell("head -c 1 > /dev/null; echo '{\"type\":'; echo oops >&2; exit 5");
        var death = await Assert.ThrowsAsync<WorkerExitException>(() => worker.AskAsync(new TestRequest("echo"), null, Cancel));
        Assert.Equal("The worker ended with exit code 5 before it answered.", death.Message);
        Assert.Equal(["oops", "{\"type\":"], death.Exit.Log.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_asks_a_worker_that_does_not_read_can_stop_waiting()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var worker = StartShell("head -c 1 > /dev/null; echo '{\"id\":1,\"progress\":0}'; exec sleep 1000");
        var large = new TestRequest("echo", new string('x', 10_000_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.AskAsync(large, new Canceling(cancel), cancel.Token));
        worker.Kill();
        Assert.Equal(137, (await worker.Exited).Code);
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_an_exception_at_once()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<Win32Exception>(() => WorkerProcess.Start(new WorkerStartInfo(Path.Combine(folder.Path, "no-such-program"), []), TestWorker.Json));
    }

    private static WorkerProcess StartWorker() => WorkerProcess.Start(WorkerStartInfo.ThisProgram("worker"), TestWorker.Json);

    private static WorkerProcess StartShell(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");
        return WorkerProcess.Start(new WorkerStartInfo("/bin/sh", ["-c", script]), TestWorker.Json);
    }

    private sealed class Canceling(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
