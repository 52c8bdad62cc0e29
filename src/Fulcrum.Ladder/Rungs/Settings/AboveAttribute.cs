namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The number, or each of a list, is above a limit.</summary>
/// <param name="limit">The largest number that is not allowed.</param>
public sealed class AboveAttribute(double limit) : LimitAttribute("exclusiveMinimum", limit, "more than")
{
    /// <inheritdoc/>
    protected override bool Allows(double value) => value > Limit;
}
