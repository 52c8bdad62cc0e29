using Fulcrum.Workers.Processes;

namespace Fulcrum.Workers.Tests.Processes;

public sealed class WorkerExitTests
{
    [Theory]
    [InlineData(137, "", "The worker was ended by SIGKILL: it was killed by hand, or by the system because memory ran out.")]
    [InlineData(139, "", "The worker was ended by SIGSEGV before it answered.")]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'", "The worker was ended by SIGABRT: memory ran out. Use a smaller model or batch.")]
    [InlineData(1, "CUDA out of memory. Tried to allocate 2 GiB", "The worker ended with exit code 1: memory ran out. Use a smaller model or batch.")]
    [InlineData(134, "Stack overflow.", "The worker was ended by SIGABRT: the stack overflowed, as it does on data, templates or patterns that are nested very deeply.")]
    [InlineData(134, "Out of memory.", "The worker was ended by SIGABRT: memory ran out. Use a smaller model or batch.")]
    [InlineData(134, "Unhandled exception. System.FormatException: 'x' was wrong.", "The worker was ended by SIGABRT: Unhandled exception. System.FormatException: 'x' was wrong.")]
    [InlineData(134, "terminate called after throwing an instance of 'c10::Error'", "The worker was ended by SIGABRT: terminate called after throwing an instance of 'c10::Error'")]
    [InlineData(0, "", "The worker ended with exit code 0 before it answered.")]
    public void The_exit_code_and_the_log_tell_why(int exitCode, string line, string reason)
    {
        var exit = WorkerExit.Of(exitCode, [line]);
        Assert.Equal((exitCode, reason), (exit.Code, exit.Reason));
        Assert.Equal([line], exit.Log);
    }
}
