using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Tests.Worker;
using Fulcrum.Tests;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class MachineLoadTests
{
    private static readonly ProcessorTime Start = new(Busy: 5000, Total: 100_000, Allowed: 2, Wanted: 2, TimeSpan.FromSeconds(7), new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    private const string Half = "Other programs took about 50\u202f% of the processors meanwhile: its times are longer than on an idle machine.";

    [Fact]
    public void A_trial_beside_a_program_that_keeps_one_of_two_processors_busy_says_so() =>
        Assert.Equal(Half, MachineLoad.Note(Start, After(seconds: 10, busy: 2, own: 1)));

    [Theory]
    [InlineData(2, 2)] // all that is busy is the trial itself
    [InlineData(1.1, 1)] // five per cent
    [InlineData(1, 1.2)] // counted at slightly different moments
    public void A_trial_that_had_the_machine_for_itself_says_nothing(double busy, double own) =>
        Assert.Null(MachineLoad.Note(Start, After(seconds: 10, busy, own)));

    [Fact]
    public void Processors_that_this_process_leaves_idle_may_be_used_by_others()
    {
        var start = Start with { Allowed = 8 };
        Assert.Null(MachineLoad.Note(start, After(seconds: 10, busy: 7, own: 2, processors: 8)));
        Assert.Equal(Half, MachineLoad.Note(start, After(seconds: 10, busy: 8, own: 1, processors: 8)));
    }

    [Fact]
    public void A_trial_of_less_than_a_second_says_nothing() =>
        Assert.Null(MachineLoad.Note(Start, After(seconds: 0.9, busy: 2, own: 0)));

    [Fact]
    public void Nothing_is_said_where_the_system_does_not_tell()
    {
        Assert.Null(MachineLoad.Note(null, After(seconds: 10, busy: 2, own: 0)));
        Assert.Null(MachineLoad.Note(Start, null));
        Assert.Null(MachineLoad.Note(Start, Start with { At = Start.At.AddSeconds(10) }));
    }

    [Fact]
    public void The_note_stands_behind_those_of_the_rung()
    {
        using var folder = new TemporaryFolder();
        var run = TestRun.Create(folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        var readings = new Queue<ProcessorTime>([Start, After(seconds: 10, busy: 2, own: 1)]);
        var trial = new TrialRun(run, run.Trial("a"), name => new TestRung(name), new ForwardingProgress<StageProgress>(_ => { }), TimeProvider.System, new RunDataReader(), readings.Dequeue);

        trial.Execute(TestContext.Current.CancellationToken);

        Assert.Contains(Half, run.Trial("a").ReadResult()!.Outcome!.Notes[1], StringComparison.Ordinal);
    }

    /// <summary>A reading so many seconds later, with so many processors busy meanwhile, and so many of them for this process.</summary>
    private static ProcessorTime After(double seconds, double busy, double own, int processors = 2) => new(
        Start.Busy + (long)(busy * seconds * 100), Start.Total + (long)(processors * seconds * 100), processors, Start.Wanted, Start.Own + TimeSpan.FromSeconds(own * seconds), Start.At.AddSeconds(seconds));
}
