using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>
/// Goes through a race from its start: takes every trial whose result is known, drops what is shown to be beaten, and stops at the
/// first trial that is still to be run.
/// </summary>
internal sealed class RaceCourse
{
    // A pilot that is stopped half-way shows nothing: it gets more than it is expected to take, on a busy machine too.
    private const double PilotShare = 0.2;

    private readonly RaceSetup _setup;
    private readonly IRaceOutcomes _outcomes;
    private readonly double? _left;
    private readonly IReadOnlySet<string> _running;
    private readonly Arm[] _arms;
    private readonly LeadTest _test;

    public RaceCourse(RaceSetup setup, IRaceOutcomes outcomes, double? secondsLeft, IReadOnlySet<string> running)
    {
        (_setup, _outcomes, _left, _running) = (setup, outcomes, secondsLeft, running);
        _arms = [.. setup.Arms.Select((whole, index) => new Arm(setup, whole, index))];
        _test = new LeadTest(setup);
    }

    public RaceStep Run()
    {
        while (true)
        {
            var (candidate, outcome) = Step();
            if (candidate is null) return new RaceStep(null, Statuses(isOver: true));
            if (outcome is null) return new RaceStep(candidate.IsRunning ? null : Grant(candidate), Statuses(isOver: false));
            candidate.Arm.Add(outcome);
            DropAfter(candidate.Arm);
        }
    }

    /// <summary>The next trial in order that is known, runs, or has the time to be run.</summary>
    private (Candidate? Candidate, RaceOutcome? Outcome) Step()
    {
        foreach (var stage in (IEnumerable<Candidate>[])[Free(), Pilots(), Wholes(), Seeds()])
        {
            Candidate? running = null;
            foreach (var candidate in stage)
            {
                if (_outcomes.Find(candidate.Trial) is { } outcome) return (candidate, outcome);
                if (_running.Contains(candidate.Trial.Id)) running ??= candidate with { IsRunning = true };
                else if (_left is null || (_left > 0 && candidate.LeastSeconds <= _left)) return (candidate, null);
            }

            // The next stage is decided by what this one shows.
            if (running is not null) return (running, null);
        }

        return (null, null);
    }

    private IEnumerable<Candidate> Free() => _arms
        .Where(arm => arm.IsFree && arm.IsOpen)
        .OrderBy(FirstOf)
        .ThenBy(arm => arm.Index)
        .Select(arm => new Candidate(arm, arm.Whole, 0, double.PositiveInfinity));

    /// <summary>The smallest size first; of one size what has no model, then small models, which take seconds; of one model prompts before tuning.</summary>
    private IEnumerable<Candidate> Pilots() =>
        from arm in _arms
        where arm.IsOpen
        let next = arm.NextPilot
        where next is not null
        let seconds = arm.PilotSeconds(next.Value.Trial.Pilot!)
        let share = next.Value.Size == 0 ? 1 : 2
        orderby next.Value.Size, arm.Whole.ModelBytes ?? 0, arm.Whole.Model, arm.IsPrompted descending, arm.Index
        select new Candidate(arm, next.Value.Trial, share * Doubted(arm, seconds), Math.Max(PilotShare * (_left ?? 0), seconds * arm.Cost.Factor));

    /// <summary>What had no pilot, then the most promising first.</summary>
    private IEnumerable<Candidate> Wholes()
    {
        var open = _arms.Where(arm => arm.IsOpen && !arm.IsFree).ToArray();
        return
            from arm in open
            let others = open.Where(other => other != arm).Sum(other => other.Estimate(other.Cost).OneSettingSeconds)
            let grant = _left is { } left ? Math.Max(left - others, 1.1 * arm.Estimate(arm.Cost).OneSettingSeconds) : 0
            orderby arm.Latest is null ? 0 : 1, arm.Latest?.DevMean ?? 0 descending, arm.Latest is null ? FirstOf(arm) : 0, arm.Index
            select new Candidate(arm, arm.Whole, Doubted(arm, arm.LeastSeconds), grant);
    }

    /// <summary>Of the finalists that dev does not tell from the first of them, those that are random.</summary>
    private IEnumerable<Candidate> Seeds()
    {
        if (!_setup.IsRace) yield break;
        var finalists = _arms
            .Where(arm => arm.WholeOutcome is { Counts: true } && !arm.Whole.Rung.IsBaseline)
            .OrderByDescending(arm => arm.WholeOutcome!.DevMean)
            .ThenBy(arm => arm.Index)
            .ToArray();
        var level = finalists.Where(arm => arm == finalists[0] || !_test.IsBehind(arm.WholeOutcome!, finalists[0].WholeOutcome!)).ToArray();
        if (level.Length < 2) yield break;
        for (var seed = 1; seed < _setup.Seeds; seed++)
        {
            foreach (var arm in level.Where(arm => arm.Whole.Rung.IsRandom))
            {
                var trial = arm.OfSeed(arm.Whole.Seed + seed);
                if (arm.Outcomes.All(outcome => outcome.Trial.Id != trial.Id)) yield return new Candidate(arm, trial, arm.SeedSeconds, 2 * arm.SeedSeconds);
            }
        }
    }

    private void DropAfter(Arm changed)
    {
        var baseline = _arms.FirstOrDefault(arm => arm.Whole.Rung.IsBaseline);
        foreach (var arm in _arms.Where(arm => arm.IsOpen && !arm.IsFree))
        {
            foreach (var rival in _arms.Where(rival => rival != arm && rival.Dropped is null && (arm == changed || rival == changed)))
                if (arm.Dropped is null) arm.Dropped = _test.Drop(arm, rival, baseline);
        }
    }

    /// <summary>A guess that may be four times too long keeps nothing from being tried that half of it would let in.</summary>
    private static double Doubted(Arm arm, double seconds) => arm.Outcomes.Count == 0 ? seconds / 2 : seconds;

    /// <summary>The place of the first arm of its model: arms of one model follow each other, so that a worker loads it once.</summary>
    private int FirstOf(Arm arm) => Array.Find(_arms, other => other.Whole.Model == arm.Whole.Model)!.Index;

    private Trial Grant(Candidate candidate)
    {
        if (_left is not { } left) return candidate.Trial;
        // The first of several gets half: what it leaves goes to the others.
        var most = candidate.Arm.IsFree && _arms.Count(arm => arm.IsOpen) > 1 ? left / 2 : left;
        return candidate.Trial with { BudgetSeconds = Math.Max(0, Math.Min(most, candidate.GrantSeconds)) };
    }

    private IReadOnlyList<ArmStatus> Statuses(bool isOver) => [.. _arms.Select(arm => arm.Status(isOver))];

    /// <param name="Arm">The arm.</param>
    /// <param name="Trial">Its trial.</param>
    /// <param name="LeastSeconds">With less time it is not started.</param>
    /// <param name="GrantSeconds">What it may take where there is a budget.</param>
    private sealed record Candidate(Arm Arm, Trial Trial, double LeastSeconds, double GrantSeconds)
    {
        public bool IsRunning { get; init; }
    }
}
