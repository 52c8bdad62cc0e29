using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Makes one report of the trials of an arm.</summary>
/// <param name="run">The run.</param>
/// <param name="split">The data.</param>
/// <param name="logs">Trial id to its predictions by part, with the answers that would be served.</param>
/// <param name="hasBudget">Whether the run had one.</param>
/// <param name="names">What arms are called.</param>
internal sealed class ArmReportBuilder(
    RunFolder run,
    DataSplit split,
    IReadOnlyDictionary<string, ILookup<DatasetPart, Prediction>> logs,
    bool hasBudget,
    TrialNames names)
{
    private const int MistakesShown = 10;

    /// <summary>Measures whole trials.</summary>
    public required PartFigures Figures { get; init; }

    /// <summary>Which rows of dev belong together.</summary>
    public required ExampleGroups DevGroups { get; init; }

    /// <summary>Volume and prices.</summary>
    public required ServingTerms Terms { get; init; }

    /// <summary>Finds the mistakes of whole trials.</summary>
    public required MistakeFinder Mistakes { get; init; }

    /// <summary>The report of an arm.</summary>
    /// <param name="arm">How it stands in the race.</param>
    /// <param name="started">Its trials that were started.</param>
    public TrialReport Build(ArmStatus arm, IReadOnlyList<Trial> started)
    {
        var whole = started.FirstOrDefault(trial => trial.Id == arm.Whole.Id);
        var isWhole = whole is not null && run.Trial(whole.Id).IsFinished;
        var shown = isWhole ? whole! : arm.Outcomes is [.., var last] ? started.First(trial => trial.Id == last.Trial.Id) : whole ?? arm.Whole;
        var result = isWhole ? Checked(shown, run.Trial(shown.Id).ReadResult()!) : Incomplete(arm, shown, started);
        return Report(shown, result, isWhole) with
        {
            Curve = [.. Curve(arm)],
            Seeds = [.. from outcome in arm.Outcomes where outcome.Trial.Settled is not null select OfSeed(outcome.Trial)],
            Dropped = arm.Dropped,
            Estimate = isWhole ? null : arm.Estimate,
            IsOutOfTime = !isWhole && result.Failure?.Stage == TrialStage.Budget,
            ArmSeconds = started.Sum(trial => run.Trial(trial.Id).ReadResult()?.WallSeconds ?? 0),
        };
    }

    private TrialReport OfSeed(Trial trial) => Report(trial, Checked(trial, run.Trial(trial.Id).ReadResult()!), isWhole: false);

    private TrialReport Report(Trial trial, TrialResult result, bool isWhole)
    {
        var isComplete = result.Status == TrialStatus.Completed;
        var test = isComplete ? Figures.Of(DatasetPart.Test, logs[trial.Id], result.Outcome?.Latencies) : null;
        return new TrialReport
        {
            Trial = trial,
            Result = result,
            Test = test,
            Cost = test is null ? null : ServingCost.Of(trial, result, test, [.. logs[trial.Id][DatasetPart.Test]], Terms, ModelBytes(trial)),
            Shift = isComplete ? Figures.Of(DatasetPart.Shift, logs[trial.Id]) : null,
            Mistakes = isComplete && isWhole ? Mistakes.Of(trial.Id, MistakesShown) : [],
        };
    }

    private static long ModelBytes(Trial trial) =>
        new[] { trial.Model, trial.Encoder?.Path }.OfType<string>().Distinct().Sum(path => ModelSize.Of(path) ?? 0);

    private TrialResult Checked(Trial trial, TrialResult result) => result.Status == TrialStatus.Completed && !logs[trial.Id][DatasetPart.Test].Any()
        ? Failed(result, TrialStage.Rung, "It predicted nothing on the test part.")
        : result;

    /// <summary>The result of an arm that was not run whole: a failure that says why.</summary>
    private TrialResult Incomplete(ArmStatus arm, Trial shown, IReadOnlyList<Trial> started)
    {
        var pilot = run.Trial(shown.Id).ReadResult() ?? TrialResult.Failed(new TrialFailure(TrialStage.Rung, ""));
        if (arm.Outcomes.FirstOrDefault(outcome => outcome.Failure is not null) is { } failed)
            return Failed(pilot, failed.Failure!.Stage, failed.Failure.Reason) with { Failure = failed.Failure };
        if (arm.Dropped is { } drop) return Failed(pilot, TrialStage.Dropped, Sentence(arm, drop));
        var isInterrupted = !hasBudget || started.Any(trial => !run.Trial(trial.Id).IsFinished);
        return isInterrupted
            ? Failed(pilot, TrialStage.Rung, "It has not been run to its end; continue the comparison with --resume.")
            : Failed(pilot, TrialStage.Budget, EstimateSentence.OutOfTime(arm.Estimate));
    }

    private string Sentence(ArmStatus arm, ArmDrop drop)
    {
        var seen = arm.Whole.Rung.Class == RungClass.OutOfTheBox
            ? $"{EstimateSentence.Rows(drop.Rows)} of dev"
            : $"{EstimateSentence.Rows(drop.TrainRows)} of train";
        return $"It was dropped after {seen}: {DisplayFormat.Percent(drop.Accuracy)} against {DisplayFormat.Percent(drop.RivalAccuracy)} of {names[drop.Rival]} "
            + $"on {EstimateSentence.Rows(drop.Rows)} of dev; at most {DisplayFormat.Points(drop.Allowance).TrimStart('+')} points more could be hoped for.";
    }

    private IEnumerable<CurvePoint> Curve(ArmStatus arm) =>
        from outcome in arm.Outcomes
        where outcome.Counts && outcome.Trial.Settled is null
        group outcome by outcome.Trial.Pilot?.TrainRows ?? split.Train.Count into ofRows
        orderby ofRows.Key
        let last = ofRows.Last()
        let scores = last.DevScores.Values.ToArray()
        let accuracy = WilsonInterval.Compute(scores.Average(), EffectiveSize.Compute(scores, DevGroups.ClustersOf(last.DevScores.Keys)))
        select new CurvePoint(ofRows.Key, accuracy, scores.Length, last.WallSeconds);

    private static TrialResult Failed(TrialResult result, TrialStage stage, string reason) =>
        result with { Status = TrialStatus.Failed, Failure = new TrialFailure(stage, reason) };
}
