using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Racing;

namespace Fulcrum.Ladder.Reports;

/// <summary>What judging an arm would take, in words.</summary>
internal static class EstimateSentence
{
    /// <summary>Why an arm was not run whole, and what it would take.</summary>
    public static string OutOfTime(ArmEstimate estimate) => $"The budget was too short for it. {Cost(estimate)}";

    /// <summary>E.g. <c>1 row</c>.</summary>
    public static string Rows(int rows) => $"{DisplayFormat.Count(rows)} {(rows == 1 ? "row" : "rows")}";

    private static string Cost(ArmEstimate estimate)
    {
        var pilot = estimate is { PilotRows: { } rows, PilotSeconds: { } seconds } ? $"a pilot on {Rows(rows)} takes about {DisplayFormat.Duration(seconds)}, " : "";
        var whole = $"all rows {(pilot.Length == 0 ? "take " : "")}about {DisplayFormat.Duration(estimate.OneSettingSeconds)}";
        var search = estimate.Settings > 1 ? $" with one setting and {DisplayFormat.Duration(estimate.AllSettingsSeconds)} with {estimate.Settings}" : "";
        return DisplayFormat.Capital(pilot + whole + search + ".");
    }
}
