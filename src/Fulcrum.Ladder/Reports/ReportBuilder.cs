using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Makes the report of a run from its files alone, so that a new metric never needs a new run.</summary>
public static class ReportBuilder
{
    private const int MistakesShown = 10;

    /// <summary>Reads the folder, computes metrics and verdict. Nothing is written.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public static ComparisonReport Build(RunFolder run)
    {
        var task = run.ReadTask();
        var data = run.ReadData();
        var environment = run.ReadEnvironment();
        var trials = run.ReadTrials();
        var logs = trials.ToDictionary(t => t.Id, t => run.Trial(t.Id).ReadPredictions(data.Split).ToLookup(p => p.Part));
        var tests = logs.ToDictionary(l => l.Key, IReadOnlyList<Prediction> (l) => [.. l.Value[DatasetPart.Test]]);
        var groups = ExampleGroups.Of(data.Split.Test.Concat(data.Split.Shift), task.Data.Group);
        var mistakes = new MistakeFinder(data.Split.Test, tests, task.Kind, data.Split.Labels);
        var robustness = new Robustness(data.Split.Perturbed, task.Kind);
        var reports = trials
            .Select(t => Report(t, run.Trial(t.Id).ReadResult(), logs[t.Id], data.Split, groups, mistakes, task.Kind))
            .Select(report => report with { Robustness = robustness.EffectsOn(tests[report.Trial.Id], logs[report.Trial.Id][DatasetPart.Perturbed]) })
            .ToArray();
        return new ComparisonReport
        {
            Task = task,
            Created = environment.Created,
            Verdict = VerdictMaker.Decide(reports, tests, data.Split.Test.Count, groups, task.Kind) with
            {
                Synthetic = task.Synthetic,
                OrderChanges = robustness.OrderChanges(logs.ToDictionary(log => log.Key, log => (tests[log.Key], (IReadOnlyList<Prediction>)[.. log.Value[DatasetPart.Perturbed]]))),
            },
            PerturbedTexts = PerturbedTexts.Of(data.Split),
            Trials = reports,
            Data = DataCards.Create(data),
            Leakage = data.Leakage,
            Environment = environment.Machine,
            Command = environment.Command,
            DataHash = run.HashData(),
            Seed = data.Split.Seed,
        };
    }

    private static TrialReport Report(
        Trial trial,
        TrialResult? result,
        ILookup<DatasetPart, Prediction> log,
        DataSplit split,
        ExampleGroups groups,
        MistakeFinder mistakes,
        TaskKind kind)
    {
        result ??= Failed("It has not been run to its end; continue the comparison with --resume.");
        var isComplete = result.Status == TrialStatus.Completed;
        if (isComplete && !log[DatasetPart.Test].Any())
            (result, isComplete) = (result with { Status = TrialStatus.Failed, Failure = Failed("It predicted nothing on the test part.").Failure }, false);
        return new TrialReport
        {
            Trial = trial,
            Result = result,
            Test = isComplete ? Measure(DatasetPart.Test) : null,
            Shift = isComplete ? Measure(DatasetPart.Shift) : null,
            Mistakes = isComplete ? mistakes.Of(trial.Id, MistakesShown) : [],
        };

        TaskMetrics? Measure(DatasetPart part) =>
            log[part].Any()
                ? MetricsCalculator.Compute(kind, split.Labels, [.. log[part]], split.Seed, part == DatasetPart.Test ? result.Outcome?.Latencies : null, groups)
                : null;
    }

    private static TrialResult Failed(string reason) =>
        new() { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Rung, reason) };
}
