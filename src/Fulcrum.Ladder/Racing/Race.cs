using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>
/// Which trial comes next, from those that have ended and nothing else: a run that was killed goes on where it stopped, and stored
/// results can be raced again (decision 22).
/// </summary>
public static class Race
{
    /// <summary>The next trial.</summary>
    /// <param name="setup">What is raced.</param>
    /// <param name="outcomes">The trials that have ended.</param>
    /// <param name="secondsLeft">What is left of the budget; <see langword="null"/>: there is none.</param>
    /// <param name="running">Ids of trials that run now.</param>
    public static RaceStep Next(RaceSetup setup, IRaceOutcomes outcomes, double? secondsLeft = null, IReadOnlySet<string>? running = null) =>
        new RaceCourse(setup, outcomes, secondsLeft, running ?? new HashSet<string>()).Run();

    /// <summary>Runs a race to its end on stored results.</summary>
    /// <param name="setup">What is raced.</param>
    /// <param name="run">The result of a trial, which must be of that trial.</param>
    /// <param name="budgetSeconds">The budget, of which each trial takes its <see cref="RaceOutcome.WallSeconds"/>.</param>
    /// <returns>How the arms stand; their outcomes are what was run.</returns>
    public static IReadOnlyList<ArmStatus> Replay(RaceSetup setup, Func<Trial, RaceOutcome> run, double? budgetSeconds = null)
    {
        var ended = new Ended();
        while (true)
        {
            var step = Next(setup, ended, budgetSeconds - ended.Seconds);
            if (step.Next is null) return step.Arms;
            ended.Add(run(step.Next));
        }
    }

    private sealed class Ended : IRaceOutcomes
    {
        private readonly Dictionary<string, RaceOutcome> _outcomes = [];

        public double Seconds => _outcomes.Values.Sum(outcome => outcome.WallSeconds);

        public RaceOutcome? Find(Trial trial) => _outcomes.GetValueOrDefault(trial.Id);

        public void Add(RaceOutcome outcome) => _outcomes.Add(outcome.Trial.Id, outcome);
    }
}
