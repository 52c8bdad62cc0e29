using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Trials;

public sealed class WorkerDeathTests
{
    [Theory]
    [InlineData(137, "", "The worker was ended by SIGKILL: it was killed by hand, or by the system because memory ran out.")]
    [InlineData(139, "", "The worker was ended by SIGSEGV before the trial was finished.")]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'", "The worker was ended by SIGABRT: memory ran out. Use a smaller model or batch.")]
    [InlineData(1, "CUDA out of memory. Tried to allocate 2 GiB", "The worker ended with exit code 1: memory ran out. Use a smaller model or batch.")]
    [InlineData(0, "", "The worker ended with exit code 0 before the trial was finished.")]
    public void The_exit_code_and_the_last_lines_tell_why(int exitCode, string line, string reason)
    {
        var failure = WorkerDeath.Describe(exitCode, [line]);
        Assert.Equal(("worker", reason), (failure.Stage, failure.Reason));
        Assert.Equal([line], failure.Log);
    }
}
