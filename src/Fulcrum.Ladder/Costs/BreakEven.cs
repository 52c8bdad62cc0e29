namespace Fulcrum.Ladder.Costs;

/// <summary>The volume at which two trials cost the same per month.</summary>
/// <param name="CheaperBelow">The id of the trial that costs less below it.</param>
/// <param name="CheaperAbove">The id of the trial that costs less above it.</param>
/// <param name="Volume">Requests per month.</param>
/// <param name="Low">The lowest that the ranges of the costs per request leave possible.</param>
/// <param name="High">The highest; <see langword="null"/> where they leave it open whether there is one.</param>
public sealed record BreakEven(string CheaperBelow, string CheaperAbove, double Volume, double Low, double? High)
{
    /// <summary>The break-even volume of two trials; <see langword="null"/> where one of them costs no more at every volume.</summary>
    /// <param name="first">The cost of one.</param>
    /// <param name="second">The cost of the other, under the same terms.</param>
    public static BreakEven? Of(ServingCost first, ServingCost second)
    {
        var (below, above) = first.Training <= second.Training ? (first, second) : (second, first);

        // The one that was dearer to train must be cheaper to ask.
        var saved = (below.PerThousand.Value - above.PerThousand.Value) / 1000;
        var paid = (above.Training - below.Training) / first.Terms.Months;
        if (saved <= 0 || paid <= 0) return null;
        var most = (below.PerThousand.High - above.PerThousand.Low) / 1000;
        var least = (below.PerThousand.Low - above.PerThousand.High) / 1000;
        return new BreakEven(below.Trial, above.Trial, paid / saved, paid / most, least > 0 ? paid / least : null);
    }
}
