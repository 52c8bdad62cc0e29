using System.CommandLine;
using Fulcrum.Data;

namespace Fulcrum.Cli.Tests;

public sealed class ErrorReportTests
{
    private const string OutOfMemory = "error: Memory ran out. Use fewer rows (--train, --test) or smaller files, or a machine that has more.\n";
    private const string DiskRemedy = "Check that the path exists, may be read and written, and that there is room on its disk.";

    [Fact]
    public async Task Whatever_a_verb_throws_has_its_exit_code_and_its_words()
    {
        Assert.Equal(
            (2, "error: d.csv(3,5): bad. Mend it.\nerror: worse\n"),
            await ReportAsync(new InputException([new InputError("bad") { File = "d.csv", Line = 3, Column = 5, Remedy = "Mend it." }, new InputError("worse")])));
        Assert.Equal((2, $"error: No space left on device {DiskRemedy}\n"), await ReportAsync(new IOException("No space left on device")));
        Assert.Equal((2, $"error: Access is denied. {DiskRemedy}\n"), await ReportAsync(new UnauthorizedAccessException("Access is denied.")));
        Assert.Equal((2, OutOfMemory), await ReportAsync(new InsufficientMemoryException()));
        Assert.Equal((2, OutOfMemory), await ReportAsync(new AggregateException(new InsufficientMemoryException())));
        Assert.Equal((130, ""), await ReportAsync(new OperationCanceledException()));
    }

    [Fact]
    public async Task A_fault_of_the_program_is_to_be_reported_with_its_stack()
    {
        var (code, words) = await ReportAsync(new InvalidOperationException("a fault"));

        Assert.Equal(70, code);
        Assert.StartsWith("error: Internal error; please report it with the following lines.\nSystem.InvalidOperationException: a fault\n   at ", words, StringComparison.Ordinal);
    }

    /// <summary>The exit code, and what stands on standard error.</summary>
    private static async Task<(int Code, string Words)> ReportAsync(Exception failure)
    {
        var root = new RootCommand();
        root.SetAction(Task<int> (_, _) => throw failure);
        var (before, words) = (Console.Error, new StringWriter());
        Console.SetError(words);
        try
        {
            return (await ErrorReport.RunAsync(root, []), words.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
