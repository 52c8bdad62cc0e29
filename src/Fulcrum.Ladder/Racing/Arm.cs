using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>An arm in the course of a race: its trials that have ended and those that may follow.</summary>
internal sealed class Arm
{
    // A whole trial of fewer seconds is quicker run than judged beforehand.
    private const double QuickSeconds = 10;

    // Below that no arm may be dropped, and above four times as many there is little to gain.
    private static readonly int[] PromptedSizes = [LeadTest.FewestRows, 4 * LeadTest.FewestRows];

    private readonly RaceSetup _setup;
    private readonly List<RaceOutcome> _outcomes = [];
    private readonly IReadOnlyList<Pilot> _pilots;

    public Arm(RaceSetup setup, Trial whole, int index)
    {
        (_setup, Whole, Index) = (setup, whole, index);
        var dev = setup.DevOrder.Count;
        _pilots =
            !setup.IsRace || whole.Rung.IsQuick || whole.Rung.Class == RungClass.NoModel || dev == 0 ? []
            : IsPrompted ? [.. PromptedSizes.Where(size => size <= dev).Select(size => new Pilot(setup.TrainRows, size))]
            : [.. setup.PilotSizes.Select(size => new Pilot(size, Math.Min(dev, Math.Max(LeadTest.FewestRows, size))))];
    }

    /// <summary>The whole trial of the first seed.</summary>
    public Trial Whole { get; }

    /// <summary>Its place in the setup.</summary>
    public int Index { get; }

    public IReadOnlyList<RaceOutcome> Outcomes => _outcomes;

    public ArmDrop? Dropped { get; set; }

    public bool IsPrompted => Whole.Rung.Class == RungClass.OutOfTheBox;

    /// <summary>Whether it runs whole at once.</summary>
    public bool IsFree => !_setup.IsRace || Whole.Rung.IsQuick || Whole.Rung.Class == RungClass.NoModel;

    public bool HasFailed => _outcomes.Any(outcome => outcome.Failure is not null && outcome.Trial.Settled is null);

    public RaceOutcome? WholeOutcome => _outcomes.FirstOrDefault(outcome => outcome.Trial.Id == Whole.Id);

    /// <summary>Whether trials of its first seed may follow.</summary>
    public bool IsOpen => Dropped is null && !HasFailed && WholeOutcome is null;

    /// <summary>The outcomes of its first seed that say what their rows are worth, the fewest rows first.</summary>
    public IReadOnlyList<RaceOutcome> Curve => [.. _outcomes.Where(outcome => outcome.Counts && outcome.Trial.Seed == Whole.Seed)];

    /// <summary>The last of these.</summary>
    public RaceOutcome? Latest => Curve is [.., var last] ? last : null;

    public CostModel Cost => CostModel.Of(_setup, Whole, _outcomes);

    /// <summary>Its next pilot, and which of its sizes that is; null where none is left, or where it would not spare much.</summary>
    public (Trial Trial, int Size)? NextPilot
    {
        get
        {
            var done = _outcomes.Count(outcome => outcome.Trial.Pilot is not null);
            if (done >= _pilots.Count || Estimate(Cost).AllSettingsSeconds < QuickSeconds) return null;
            var pilot = _pilots[done];
            return PilotSeconds(pilot) > Estimate(Cost).AllSettingsSeconds / 2 ? null : (OfPilot(pilot), done);
        }
    }

    public double PilotSeconds(Pilot pilot) => Cost.Seconds(pilot.TrainRows, IsPrompted ? pilot.DevRows : 0, 1);

    /// <summary>What the whole trial takes at least to be worth its start: half of one setting's training, and a hundred rows of test.</summary>
    public double LeastSeconds => Cost.Seconds(_setup.TrainRows / 2, Math.Min(100, _setup.TestRows), 1);

    public double SeedSeconds => Estimate(Cost).OneSettingSeconds;

    /// <summary>How it stands.</summary>
    /// <param name="isOver">Whether nothing more is started.</param>
    public ArmStatus Status(bool isOver)
    {
        var pilot = NextPilot?.Trial.Pilot;
        var estimate = Estimate(Cost) with { PilotRows = pilot?.TrainRows, PilotSeconds = pilot is null ? null : PilotSeconds(pilot) };
        return new ArmStatus(Whole, estimate) { Outcomes = [.. _outcomes], Dropped = Dropped, IsOutOfTime = isOver && IsOpen };
    }

    public void Add(RaceOutcome outcome) => _outcomes.Add(outcome);

    /// <summary>The trial of another seed, with the settings that the first has chosen.</summary>
    public Trial OfSeed(int seed) => Whole with
    {
        Id = TrialId.OfSeed(Whole.Id, seed), ArmId = Whole.Id, Seed = seed, Settled = WholeOutcome!.Chosen.DeepClone().AsObject(), BudgetSeconds = null,
    };

    public ArmEstimate Estimate(CostModel cost)
    {
        var answers = _setup.TestRows + _setup.ShiftRows + (IsPrompted ? _setup.DevOrder.Count : 0);
        return new ArmEstimate
        {
            OneSettingSeconds = cost.Seconds(_setup.TrainRows, answers, 1),
            AllSettingsSeconds = cost.Seconds(_setup.TrainRows, answers, cost.Settings),
            Settings = cost.Settings,
            Factor = cost.Factor,
        };
    }

    private Trial OfPilot(Pilot pilot) => Whole with { Id = TrialId.OfPilot(Whole.Id, pilot), ArmId = Whole.Id, Pilot = pilot, BudgetSeconds = null };
}
