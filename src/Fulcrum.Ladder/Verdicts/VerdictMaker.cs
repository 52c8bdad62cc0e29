using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// Decides: the most accurate trial is found, those that cannot be told apart from it stand beside it, and the lowest
/// of them on the ladder is recommended.
/// </summary>
public static class VerdictMaker
{
    /// <summary>Adjusted p-values below this count as a difference.</summary>
    public const double Alpha = 0.05;

    /// <summary>Decides among the trials of a run.</summary>
    /// <param name="trials">All trials, failed ones included.</param>
    /// <param name="predictions">Trial id to its predictions on the test part; failed trials may be absent.</param>
    /// <param name="testRows">Rows of the test part.</param>
    /// <param name="groups">Which examples belong together; <see langword="null"/>: each stands for itself.</param>
    /// <param name="kind">How an answer is scored; <see langword="null"/>: as in classification.</param>
    public static Verdict Decide(
        IReadOnlyList<TrialReport> trials,
        IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions,
        int testRows,
        ExampleGroups? groups = null,
        TaskKind? kind = null)
    {
        groups ??= ExampleGroups.None;
        kind ??= TaskKind.Classification;
        var measured = trials.Where(t => t.Test is not null).ToArray();
        if (measured.Length == 0) return Nothing(trials, kind);
        var contenders = Contenders.Among(measured, predictions, groups, kind);
        var best = contenders.Best;
        var others = contenders.Trials.Where(t => t != best).OrderByDescending(t => t.Test!.Accuracy.Value).ToArray();
        var comparisons = Compare(best, others, [.. others.Select(t => contenders.Pair(t, best))]);
        var equals = others.Where((_, i) => !IsWorse(comparisons[i]));
        var recommended = equals.Prepend(best).MinBy(Contenders.LadderRank)!;
        var words = new VerdictSentences(trials, predictions, kind);
        return new Verdict
        {
            RecommendedTrial = recommended.Trial.Id,
            Recommendation = words.Recommendation(recommended, best),
            Reasons =
            [
                .. comparisons.Select(words.Comparison),
                .. words.Groups(groups),
                .. words.Shift(recommended),
                .. words.Undertrained(),
                .. words.Unscored(testRows),
                .. words.NotCompared(measured.Except(contenders.Trials)),
                .. words.Failures(),
            ],
            Comparisons = comparisons,
            Rungs = [.. trials.Select(ToRung)],
        };
    }

    /// <summary>Whether the trial is significantly less accurate than the best one.</summary>
    internal static bool IsWorse(Comparison comparison) =>
        comparison.AdjustedPValue < Alpha && comparison.Difference.Value < 0;

    private static Comparison[] Compare(TrialReport best, TrialReport[] others, PairedOutcomes[] pairs)
    {
        var pValues = pairs.Select(p => p.PValue).ToArray();
        var adjusted = Holm.Adjust(pValues);

        // What Holm demands of one more comparison, with those that are significant out of the way.
        var level = Alpha / Math.Max(1, adjusted.Count(p => p >= Alpha));
        return
        [
            .. others.Select((trial, i) => new Comparison(
                trial.Trial.Id, best.Trial.Id, PairedDifference.AgreeingWith(pairs[i].Difference, adjusted[i] < Alpha), pValues[i], adjusted[i])
            {
                Rows = pairs[i].Count,
                MinimumDetectableEffect = adjusted[i] < Alpha || pairs[i].LowestPValue >= level
                    ? null
                    : MinimumDetectableEffect.Compute(pairs[i].EffectiveCount, pairs[i].Discordance, level),
            }),
        ];
    }

    private static Verdict Nothing(IReadOnlyList<TrialReport> trials, TaskKind kind) => new()
    {
        RecommendedTrial = null,
        Recommendation = "No verdict: no trial was completed.",
        Reasons = [.. new VerdictSentences(trials, new Dictionary<string, IReadOnlyList<Prediction>>(), kind).Failures()],
        Comparisons = [],
        Rungs = [.. trials.Select(ToRung)],
    };

    private static RungVerdict ToRung(TrialReport report) => new()
    {
        Trial = report.Trial.Id,
        Name = report.Rung.Name,
        Model = report.Trial.ModelName,
        Failure = report.Result.Failure?.Reason,
        Test = report.Test,
        Shift = report.Shift,
        Robustness = report.Robustness,
        Seconds = report.Result.WallSeconds,
        TrainingSeconds = report.Result.Outcome?.TrainingSeconds ?? 0,
        PeakMemoryBytes = report.Result.PeakMemoryBytes,
        TrainedParameters = report.Result.Outcome?.TrainedParameters ?? 0,
        ArtifactBytes = report.Result.Outcome?.ArtifactBytes ?? 0,
    };
}
