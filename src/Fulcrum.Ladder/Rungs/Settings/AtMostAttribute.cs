namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The number, or each of a list, is not above a limit.</summary>
/// <param name="limit">The largest number allowed.</param>
public sealed class AtMostAttribute(double limit) : LimitAttribute("maximum", limit, "at most")
{
    /// <inheritdoc/>
    protected override bool Allows(double value) => value <= Limit;
}
