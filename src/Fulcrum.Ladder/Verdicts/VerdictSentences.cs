using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Puts a verdict into words.</summary>
/// <param name="trials">All trials.</param>
/// <param name="predictions">Trial id to its predictions on test.</param>
internal sealed class VerdictSentences(
    IReadOnlyList<TrialReport> trials, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions)
{
    private readonly Dictionary<string, TrialReport> _byId = trials.ToDictionary(t => t.Trial.Id);

    /// <summary>What to do, how good that is, and whether it was chosen for its price.</summary>
    public string Recommendation(TrialReport recommended, TrialReport best)
    {
        var advice = $"{Advice(recommended)} {Figures.Percent(recommended.Test!.Accuracy)}.";
        return recommended == best
            ? advice
            : $"{advice} No significant difference to {Name(best)} ({Figures.Percent(best.Test!.Accuracy.Value)}): take the cheapest.";
    }

    /// <summary>The most accurate trial against another one.</summary>
    public string Comparison(Comparison comparison)
    {
        var (low, high) = (comparison.Difference.Low, comparison.Difference.High);
        var ahead = Figures.Points(new Interval(-comparison.Difference.Value, -high, -low));
        var p = Figures.PValue(comparison.AdjustedPValue);
        var (best, other) = (_byId[comparison.Against], _byId[comparison.Trial]);
        return VerdictMaker.IsWorse(comparison)
            ? $"{Capital(Name(best))}: {ahead} over {Name(other)} ({p})."
            : $"No significant difference between {Name(best)} and {Name(other)}: {ahead} ({p}), "
                + $"in {Figures.Seconds(best.Result.WallSeconds)} against {Figures.Seconds(other.Result.WallSeconds)}.";
    }

    /// <summary>What could have been seen at all.</summary>
    public static IEnumerable<string> Power(double? smallest, IReadOnlyList<PairedOutcomes> pairs)
    {
        if (smallest is { } difference)
            yield return $"The smallest difference that {pairs[0].Count} test rows could have shown is {Figures.Points(difference)} (80 % power, α .05).";
    }

    /// <summary>What is left of the recommended one's accuracy on data from another time or place, and who is the best there.</summary>
    public IEnumerable<string> Shift(TrialReport recommended)
    {
        if (recommended.Shift is null) yield break;
        var best = trials.Where(t => t is { Test: not null, Shift: not null }).MaxBy(t => t.Shift!.Accuracy.Value)!;
        var other = best.Shift!.Accuracy.Value > recommended.Shift.Accuracy.Value ? $"; the best there is {Change(best)}" : "";
        yield return $"From test to shifted data: {Change(recommended)}{other}.";

        static string Change(TrialReport trial) =>
            $"{Name(trial)} {Figures.Percent(trial.Test!.Accuracy.Value)} → {Figures.Percent(trial.Shift!.Accuracy)}";
    }

    /// <summary>Trials whose budget ended before the test part did.</summary>
    public IEnumerable<string> Unscored(int testRows) =>
        from trial in trials
        where trial.Test is { } test && test.Count < testRows
        select $"{Capital(Name(trial))} scored {trial.Test!.Count} of {testRows} test rows; its figures are of those.";

    /// <summary>Trials whose budget ended before their training did.</summary>
    public IEnumerable<string> Undertrained() =>
        from trial in trials
        where trial is { Test: not null, Result.Outcome.TrainedShare: not null }
        select $"The budget ended {Name(trial)} after {Figures.Percent(trial.Result.Outcome!.TrainedShare!.Value)} of its training: its figures say little of what it can do.";

    /// <summary>Trials that answered too little to be compared.</summary>
    public static IEnumerable<string> NotCompared(IEnumerable<TrialReport> left) =>
        left.Select(t => $"{Capital(Name(t))} answered too few of the test rows that the others answered, and was not compared.");

    /// <summary>Trials that failed.</summary>
    public IEnumerable<string> Failures() =>
        from trial in trials
        where trial.Result.Failure is not null
        select $"{Capital(Name(trial))} failed: {trial.Result.Failure!.Reason}";

    private string Advice(TrialReport trial) => trial.Rung.Class switch
    {
        RungClass.NoModel when trial.Rung == RungCatalogue.Majority =>
            $"Nothing beats always answering `{predictions[trial.Trial.Id][0].Predicted}`.",
        RungClass.NoModel => $"Drop the LLM: {Name(trial)}.",
        RungClass.OutOfTheBox => $"Prompt it: {Name(trial)}.",
        RungClass.ParameterEfficient => $"Tune it: {Name(trial)}.",
        RungClass.FullTune => $"Tune all of it: {Name(trial)}.",
        RungClass.FromScratch => $"Train your own: {Name(trial)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(trial)),
    };

    private static string Name(TrialReport trial) => TrialName.Of(trial.Trial);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
