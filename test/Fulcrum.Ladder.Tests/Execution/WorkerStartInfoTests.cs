using Fulcrum.Ladder.Execution;

namespace Fulcrum.Ladder.Tests.Execution;

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

    private static IReadOnlyDictionary<string, string> Additions(Dictionary<string, string> own) => WorkerStartInfo.Additions(own.GetValueOrDefault);
}
