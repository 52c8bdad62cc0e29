using Fulcrum.Workers.Processes;

namespace Fulcrum.Workers.Tests.Processes;

public sealed class WorkerStartInfoTests
{
    [Fact]
    public void Threads_of_a_worker_wait_for_each_other_asleep_after_a_moment() =>
        Assert.Equal("1000", Additions([])["GOMP_SPINCOUNT"]);

    [Theory]
    [InlineData("GOMP_SPINCOUNT", "0")]
    [InlineData("OMP_WAIT_POLICY", "active")]
    public void How_they_wait_is_left_to_the_user_who_says_it(string variable, string value) =>
        Assert.DoesNotContain("GOMP_SPINCOUNT", Additions(new() { [variable] = value }).Keys);

    [Fact]
    public void Tunables_of_the_user_come_last_and_so_win() =>
        Assert.EndsWith(":glibc.malloc.arena_max=8", Additions(new() { ["GLIBC_TUNABLES"] = "glibc.malloc.arena_max=8" })["GLIBC_TUNABLES"], StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "6")]
    [InlineData(2, "3")]
    [InlineData(4, "1")]
    [InlineData(7, "1")]
    public void Workers_side_by_side_divide_the_processors_and_each_has_one_thread_at_least(int workers, string threads) =>
        Assert.Equal(threads, Additions([], workers)["OMP_NUM_THREADS"]);

    [Fact]
    public void An_empty_number_of_threads_is_none() => Assert.Equal("6", Additions(new() { ["OMP_NUM_THREADS"] = "" })["OMP_NUM_THREADS"]);

    [Fact]
    public void The_number_of_threads_is_left_to_the_user_who_says_it() =>
        Assert.DoesNotContain("OMP_NUM_THREADS", Additions(new() { ["OMP_NUM_THREADS"] = "5" }, workers: 2).Keys);

    private static IReadOnlyDictionary<string, string> Additions(Dictionary<string, string> own, int workers = 1) =>
        new WorkerStartInfo("worker", []) { SideBySide = workers }.Additions(own.GetValueOrDefault, processors: 6);
}
