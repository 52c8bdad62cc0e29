using Fulcrum.Workers.Machine;

namespace Fulcrum.Workers.Tests.Machine;

public sealed class ProcessorTimeTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Statistics =
    [
        "cpu  1111 0 0 2222 0 0 0 0 0 0",
        "cpu0 100 20 30 400 50 6 7 8 90 0",
        "cpu1 1000 0 0 4000 0 0 0 0 0 0",
        "cpu2 1 0 0 9 0 0 0 0 0 0",
        "intr 5 5 5",
    ];

    [Fact]
    public void Waiting_is_idle_time_stolen_time_is_busy_and_guests_are_counted_once() => Assert.Equal(
        new ProcessorTime(Busy: 171, Total: 621, Allowed: 1, Wanted: 1, TimeSpan.FromSeconds(3), At), Parse("0"));

    [Theory]
    [InlineData("0-2", 1172, 3)]
    [InlineData("0,2", 172, 2)]
    [InlineData("1-1,2", 1001, 2)]
    [InlineData("?", 1172, 3)]
    public void Only_processors_that_the_process_may_use_count(string allowed, long busy, int count) =>
        Assert.Equal((busy, count), (Parse(allowed)!.Busy, Parse(allowed)!.Allowed));

    [Fact]
    public void All_processors_count_where_the_system_does_not_say_which_are_allowed() =>
        Assert.Equal(3, ProcessorTime.Parse(Statistics, ["Name:\tx"], 2, TimeSpan.Zero, At)!.Allowed);

    [Theory]
    [InlineData("")]
    [InlineData("cpu  1 2 3 4")]
    [InlineData("cpu0 1 2 3")]
    [InlineData("cpufreq 1 2 3 4 5")]
    public void Statistics_without_processors_tell_nothing(string line) =>
        Assert.Null(ProcessorTime.Parse([line], [], 2, TimeSpan.Zero, At));

    [Fact]
    public void The_reading_of_this_machine_counts_at_least_the_processors_that_dotnet_uses()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has /proc/stat");
        var reading = ProcessorTime.Read(TimeProvider.System)!;
        Assert.InRange(reading.Allowed, Environment.ProcessorCount, int.MaxValue);
        Assert.InRange(reading.Busy, 1, reading.Total);
    }

    private static ProcessorTime? Parse(string allowed) => ProcessorTime.Parse(Statistics, ["Name:\tx", $"Cpus_allowed_list:\t{allowed}"], 2, TimeSpan.FromSeconds(3), At);
}
