using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// Decides: the most accurate trial is found, those that cannot be told apart from it stand beside it, and the cheapest
/// of them is recommended.
/// </summary>
public static class VerdictMaker
{
    /// <summary>Adjusted p-values below this count as a difference.</summary>
    public const double Alpha = 0.05;

    /// <summary>Decides among the trials of a run.</summary>
    /// <param name="trials">All trials, failed ones included.</param>
    /// <param name="predictions">Trial id to its predictions on the test part; failed trials may be absent.</param>
    /// <param name="testRows">Rows of the test part.</param>
    public static Verdict Decide(
        IReadOnlyList<TrialReport> trials, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, int testRows)
    {
        var measured = trials.Where(t => t.Test is not null).ToArray();
        if (measured.Length == 0) return Nothing(trials);
        var contenders = Contenders.Among(measured, predictions);
        var best = contenders.MostAccurate();
        var others = contenders.Trials.Where(t => t != best).OrderByDescending(t => t.Test!.Accuracy.Value).ToArray();
        var pairs = others.Select(t => contenders.Pair(t, best)).ToArray();
        var comparisons = Compare(best, others, pairs);
        var equals = others.Where((_, i) => !IsWorse(comparisons[i]));
        var recommended = equals.Prepend(best).MinBy(Contenders.CostRank)!;
        double? smallest = pairs.Length == 0 ? null : SmallestVisibleDifference.Compute(pairs[0].Count, pairs[0].Discordance);
        var words = new VerdictSentences(trials, predictions);
        return new Verdict
        {
            RecommendedTrial = recommended.Trial.Id,
            Recommendation = words.Recommendation(recommended, best),
            Reasons =
            [
                .. comparisons.Select(words.Comparison),
                .. VerdictSentences.Power(smallest, pairs),
                .. words.Shift(recommended),
                .. words.Undertrained(),
                .. words.Unscored(testRows),
                .. VerdictSentences.NotCompared(measured.Except(contenders.Trials)),
                .. words.Failures(),
            ],
            Comparisons = comparisons,
            SmallestVisibleDifference = smallest,
            Rungs = [.. trials.Select(ToRung)],
        };
    }

    /// <summary>Whether the trial is significantly less accurate than the best one.</summary>
    internal static bool IsWorse(Comparison comparison) =>
        comparison.AdjustedPValue < Alpha && comparison.Difference.Value < 0;

    private static Comparison[] Compare(TrialReport best, TrialReport[] others, PairedOutcomes[] pairs)
    {
        var pValues = pairs.Select(p => McNemar.MidP(p.OnlyFirst, p.OnlySecond)).ToArray();
        var adjusted = Holm.Adjust(pValues);
        return
        [
            .. others.Select((trial, i) => new Comparison(
                trial.Trial.Id,
                best.Trial.Id,
                PairedDifference.Compute(pairs[i].OnlyFirst, pairs[i].OnlySecond, pairs[i].Count),
                pValues[i],
                adjusted[i])),
        ];
    }

    private static Verdict Nothing(IReadOnlyList<TrialReport> trials) => new()
    {
        RecommendedTrial = null,
        Recommendation = "No verdict: no trial was completed.",
        Reasons = [.. new VerdictSentences(trials, new Dictionary<string, IReadOnlyList<Prediction>>()).Failures()],
        Comparisons = [],
        Rungs = [.. trials.Select(ToRung)],
    };

    private static RungVerdict ToRung(TrialReport report) => new()
    {
        Trial = report.Trial.Id,
        Name = report.Trial.Rung,
        Model = report.Trial.ModelName,
        Failure = report.Result.Failure?.Reason,
        Test = report.Test,
        Shift = report.Shift,
        Seconds = report.Result.WallSeconds,
        TrainingSeconds = report.Result.Outcome?.TrainingSeconds ?? 0,
        PeakMemoryBytes = report.Result.PeakMemoryBytes,
        TrainedParameters = report.Result.Outcome?.TrainedParameters ?? 0,
        ArtefactBytes = report.Result.Outcome?.ArtefactBytes ?? 0,
    };
}
