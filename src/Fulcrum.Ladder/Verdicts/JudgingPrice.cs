using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Racing;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What it would take to judge a trial, from what it did.</summary>
internal static class JudgingPrice
{
    /// <summary>As the end of a sentence; <see langword="null"/> where nothing is known.</summary>
    public static string? Of(TrialReport trial, int testRows)
    {
        if (trial.Estimate is { } estimate) return Of(estimate);
        if (trial.Result.Outcome is not { } outcome) return null;
        var settings = Math.Max(1, outcome.Search.Count);
        var all = settings + outcome.UntriedSettings;
        var oneSetting = outcome.TrainingSeconds / settings / Math.Max(outcome.TrainedShare ?? 1, 1e-3);
        var predicting = trial.Test is { Count: > 0 } test ? outcome.TestSeconds / test.Count * testRows : 0;
        if (outcome.TrainedShare is null && outcome.UntriedSettings == 0)
            return $"all rows take about {DisplayFormat.RoughDuration(predicting)}";
        return all == 1
            ? $"all of its training takes about {DisplayFormat.RoughDuration(oneSetting + predicting)}"
            : $"one setting takes about {DisplayFormat.RoughDuration(oneSetting + predicting)}, all {all} about {DisplayFormat.RoughDuration((all * oneSetting) + predicting)}";
    }

    /// <summary>What an arm is estimated to take.</summary>
    public static string Of(ArmEstimate estimate)
    {
        var pilot = estimate is { PilotRows: { } rows, PilotSeconds: { } seconds }
            ? $"a pilot on {DisplayFormat.Count(rows)} {(rows == 1 ? "row" : "rows")} takes about {DisplayFormat.RoughDuration(seconds)}, "
            : "";
        var whole = $"all rows {(pilot.Length == 0 ? "take " : "")}about {DisplayFormat.RoughDuration(estimate.OneSettingSeconds)}";
        return pilot + whole + (estimate.Settings > 1 ? $" with one setting and {DisplayFormat.RoughDuration(estimate.AllSettingsSeconds)} with {estimate.Settings}" : "");
    }
}
