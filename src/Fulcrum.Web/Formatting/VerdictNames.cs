using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Web.Formatting;

/// <summary>How parts of a verdict are called.</summary>
internal static class VerdictNames
{
    /// <summary>What <see cref="Verdict.RecommendedTrial"/> is: where nothing is decided it is only the best so far.</summary>
    public static string Recommended(Verdict verdict) => verdict.Kind == VerdictKind.NotDecided ? "best so far" : "recommended";

    /// <summary>The loss that does not matter: <c>1 point</c>.</summary>
    public static string Margin(Verdict verdict) =>
        FormattableString.Invariant($"{verdict.Margin * 100:0.##}{DisplayFormat.Space}{(verdict.Margin == 0.01 ? "point" : "points")}");
}
