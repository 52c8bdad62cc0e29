using System.CommandLine;
using Fulcrum.Data;

namespace Fulcrum.Cli.Tests;

public sealed class ErrorReportTests
{
    [Fact]
    public async Task Whatever_a_verb_throws_has_its_exit_code()
    {
        Assert.Equal(2, await CodeOf(new InputException(new InputError("bad"))));
        Assert.Equal(2, await CodeOf(new IOException("No space left on device")));
        Assert.Equal(2, await CodeOf(new UnauthorizedAccessException()));
        Assert.Equal(2, await CodeOf(new InsufficientMemoryException()));
        Assert.Equal(2, await CodeOf(new AggregateException(new InsufficientMemoryException())));
        Assert.Equal(130, await CodeOf(new OperationCanceledException()));
        Assert.Equal(70, await CodeOf(new InvalidOperationException("a fault")));
    }

    private static Task<int> CodeOf(Exception failure)
    {
        var root = new RootCommand();
        root.SetAction(Task<int> (_, _) => throw failure);
        return ErrorReport.RunAsync(root, []);
    }
}
