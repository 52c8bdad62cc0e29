using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Flips;
using Fulcrum.Ladder.LabelErrors;
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
    private const double SmallestTrainedShare = 0.2;

    /// <summary>Reads the folder, computes metrics and verdict. Nothing is written.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public static ComparisonReport Build(RunFolder run) => Build(run, run.ReadLabelCorrections());

    /// <summary>The same with other corrections of labels than those that the folder keeps.</summary>
    /// <inheritdoc cref="Build(RunFolder)" path="/exception"/>
    public static ComparisonReport Build(RunFolder run, LabelCorrections corrections)
    {
        var task = run.ReadTask();
        var original = run.ReadData();
        var data = original with { Split = corrections.Apply(original.Split), Notes = [.. original.Notes, .. corrections.Notes(original.Split)] };
        var environment = run.ReadEnvironment();
        var trials = run.ReadTrials();
        var logs = trials.ToDictionary(t => t.Id, t => run.Trial(t.Id).ReadPredictions(data.Split).Select(corrections.Apply).ToLookup(p => p.Part));
        var tests = logs.ToDictionary(l => l.Key, IReadOnlyList<Prediction> (l) => [.. l.Value[DatasetPart.Test]]);
        var groups = ExampleGroups.Of(data.Split.Test.Concat(data.Split.Dev).Concat(data.Split.Shift), task.Data.Group);
        var mistakes = new MistakeFinder(data.Split.Test, tests, task.Kind, data.Split.Labels);
        var reports = trials.Select(t => Report(t, run.Trial(t.Id).ReadResult(), logs[t.Id], data.Split, groups, mistakes, task.Kind)).ToArray();
        var verdict = VerdictMaker.Decide(reports, tests, data.Split.Test.Count, groups, task.Kind) with { Synthetic = task.Synthetic };
        TrialLog[] completed = [.. reports.Where(report => report.Test is not null).Select(report => new TrialLog(report.Trial, report.Result, logs[report.Trial.Id]))];
        TrialLog[] judged = [.. completed.Where(IsJudged)];
        return new ComparisonReport
        {
            Task = task,
            Created = environment.Created,
            Verdict = verdict,
            Trials = reports,
            Data = DataCards.Create(data),
            Leakage = data.Leakage,
            Environment = environment.Machine,
            Command = environment.Command,
            DataHash = run.HashData(),
            Seed = data.Split.Seed,
            Cascades = new CascadeFinder(task.Kind, data.Split.Labels, groups, data.Split.Seed).Among(judged),
            LabelErrors = new LabelErrorFinder(task.Kind, data.Split).Among(judged, corrections.Labels.Keys.ToHashSet()),
            Flips = new FlipFinder(task.Kind, data.Split.Labels, data.Split.Test, groups).Among(completed, verdict.RecommendedTrial),
        };
    }

    /// <summary>A rung whose budget ended most of its training has not shown what it can do.</summary>
    private static bool IsJudged(TrialLog log) => (log.Result.Outcome?.TrainedShare ?? 1) >= SmallestTrainedShare;

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
