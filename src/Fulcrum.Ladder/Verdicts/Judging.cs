using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Which trials got a fair chance.</summary>
/// <param name="rules">By what the verdict is made.</param>
internal sealed class Judging(VerdictRules rules)
{
    /// <summary>Less of its training says nothing of what a rung can do.</summary>
    public const double LeastTraining = 0.2;

    // Fewer rows tell no rung from another, whatever the margin; and a test part need not be larger than this for a rung to be judged.
    private const double FewestRows = 100;
    private const double MostRows = 1000;

    /// <summary>
    /// Rows without which a margin cannot be shown with a probability of .80, even by two rungs that never disagree: their difference has the
    /// standard error of one row, see <see cref="Inference.JointEstimate"/>.
    /// </summary>
    public double RowsNeeded => Math.Min(rules.TestRows, Math.Clamp(NormalDistribution.Quantile(0.9) / Math.Max(rules.Margin, 1e-9), FewestRows, MostRows));

    /// <summary>Why a trial that has figures on test, or for which the time was too short, is not judged; <see langword="null"/> where it is.</summary>
    public NotJudged? Refuse(TrialReport trial)
    {
        if (trial.IsOutOfTime) return Because("the budget was too short for it");
        var outcome = trial.Result.Outcome;
        if (outcome?.TrainedShare is { } share && share < LeastTraining)
            return Because($"{DisplayFormat.Percent(share)} of its training was done");
        if (outcome?.UntriedSettings is > 0 and var untried)
            return Because($"{untried} of its {untried + outcome.Search.Count} settings were not tried");
        return trial.Test!.Count < RowsNeeded
            ? Because($"it answered {DisplayFormat.Count(trial.Test.Count)} of {DisplayFormat.Count(rules.TestRows)} test rows")
            : null;

        NotJudged Because(string reason) => new(trial.Trial.Id, reason, JudgingPrice.Of(trial, rules.TestRows));
    }
}
