using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>What judging an arm would take, in words.</summary>
internal static class EstimateSentence
{
    /// <summary>Why an arm was not run whole, and what it would take.</summary>
    public static string OutOfTime(ArmEstimate estimate) => $"The budget was too short for it: {JudgingPrice.Of(estimate)}.";

    /// <summary>E.g. <c>1 row</c>.</summary>
    public static string Rows(int rows) => $"{DisplayFormat.Count(rows)} {(rows == 1 ? "row" : "rows")}";
}
