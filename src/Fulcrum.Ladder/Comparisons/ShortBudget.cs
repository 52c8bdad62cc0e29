using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Comparisons;

/// <summary>Says beforehand what a budget is too short for.</summary>
internal static class ShortBudget
{
    /// <summary>One sentence where the budget is shorter than the shortest trial of the arms that take time; none else.</summary>
    public static IEnumerable<string> Note(IReadOnlyList<ArmStatus> arms, TimeSpan? budget)
    {
        if (budget is not { } time) yield break;
        var slow = arms.Where(arm => !arm.Whole.Rung.IsQuick && First(arm) > time.TotalSeconds).ToArray();
        if (slow.Length == 0 || slow.Length < arms.Count(arm => !arm.Whole.Rung.IsQuick)) yield break;
        var (least, names) = (slow.MinBy(First)!, new TrialNames(arms.Select(arm => arm.Whole)));
        var spoken = names.InSentence(least.Whole.Id);
        var what = least.Estimate.PilotRows is { } rows ? $"a pilot of {spoken} on {rows} rows" : spoken;
        yield return $"The budget of {DisplayFormat.Duration(time.TotalSeconds)} is likely too short for {string.Join(", ", slow.Select(arm => names[arm.Whole.Id]))}: "
            + $"the least of it, {what}, takes about {DisplayFormat.Duration(First(least))}.";
    }

    private static double First(ArmStatus arm) => arm.Estimate.PilotSeconds ?? arm.Estimate.OneSettingSeconds;
}
