using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Makes the report of a run from its files alone, so that a new metric never needs a new run.</summary>
public static class ReportBuilder
{
    /// <summary>Reads the folder, computes metrics and verdict. Nothing is written.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public static ComparisonReport Build(RunFolder run)
    {
        var task = run.ReadTask();
        var data = run.ReadData();
        var environment = run.ReadEnvironment();
        var started = run.ReadTrials();
        var race = new RaceFolder(run, run.ReadPlan());
        // With no time left nothing is started: what has ended is taken, and the race stands where it stopped.
        var arms = Race.Next(race.Setup, race, secondsLeft: 0).Arms;
        var logs = started.ToDictionary(t => t.Id, t => run.Trial(t.Id).ReadPredictions(data.Split).ToLookup(p => p.Part));
        var tests = logs.ToDictionary(l => l.Key, IReadOnlyList<Prediction> (l) => [.. l.Value[DatasetPart.Test]]);
        var groups = ExampleGroups.Of(data.Split.Test.Concat(data.Split.Shift), task.Data.Group);
        // Those of other seeds are no other opinion.
        var wholes = race.Setup.Arms.Where(arm => tests.ContainsKey(arm.Id)).ToDictionary(arm => arm.Id, arm => tests[arm.Id]);
        var builder = new ArmReportBuilder(run, task.Kind, data.Split, groups, logs, environment.BudgetSeconds is not null, new TrialNames(race.Setup.Arms))
        {
            Mistakes = new MistakeFinder(data.Split.Test, wholes, task.Kind, data.Split.Labels),
        };
        var reports = arms.Select(arm => builder.Build(arm, [.. started.Where(trial => trial.Arm == arm.Whole.Id)])).ToArray();
        return new ComparisonReport
        {
            Task = task,
            Created = environment.Created,
            Verdict = VerdictMaker.Decide(reports, tests, data.Split.Test.Count, groups, task.Kind) with { Synthetic = task.Synthetic },
            Trials = reports,
            Data = DataCards.Create(data),
            Leakage = data.Leakage,
            Environment = environment.Machine,
            Command = environment.Command,
            DataHash = run.HashData(),
            Seed = data.Split.Seed,
        };
    }
}
