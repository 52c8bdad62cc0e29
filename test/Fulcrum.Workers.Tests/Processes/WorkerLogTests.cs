using Fulcrum.Workers.Processes;

namespace Fulcrum.Workers.Tests.Processes;

public sealed class WorkerLogTests
{
    private readonly WorkerLog _log = new();

    [Fact]
    public void A_short_log_is_kept_whole()
    {
        Add(1, 30);
        Assert.Equal(Numbers(1, 30), _log.Lines);
    }

    [Fact]
    public void Of_a_long_one_the_first_and_the_last_lines_are_kept()
    {
        Add(1, 1000);
        Assert.Equal([.. Numbers(1, 10), "[970 lines left out]", .. Numbers(981, 20)], _log.Lines);
    }

    [Theory]
    [InlineData("Stack overflow.")]
    [InlineData("Out of memory.")]
    [InlineData("Unhandled exception. System.FormatException: The input string 'VmHWM:' was not in a correct format.")]
    [InlineData("terminate called after throwing an instance of 'c10::Error'")]
    public void Where_a_runtime_begins_to_say_why_it_dies_its_words_are_kept_whatever_comes_before_and_after(string cause)
    {
        Add(1, 100);
        _log.Add(cause);
        Add(101, 1000);
        Assert.Equal([.. Numbers(1, 10), "[90 lines left out]", cause, .. Numbers(101, 4), "[976 lines left out]", .. Numbers(1081, 20)], _log.Lines);
    }

    [Fact]
    public void One_line_that_is_left_out_is_counted_too()
    {
        Add(1, 31);
        Assert.Equal([.. Numbers(1, 10), "[1 line left out]", .. Numbers(12, 20)], _log.Lines);
    }

    [Fact]
    public void Of_an_endless_line_the_beginning_is_kept()
    {
        _log.Add(new string('x', 5000));
        Assert.Equal([new string('x', 1000) + " …"], _log.Lines);
    }

    [Fact]
    public void The_next_request_begins_with_an_empty_log()
    {
        Add(1, 5);
        _log.Clear();
        Add(6, 1);
        Assert.Equal(["6"], _log.Lines);
    }

    private void Add(int first, int count)
    {
        foreach (var line in Numbers(first, count)) _log.Add(line);
    }

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(i => $"{i}");
}
