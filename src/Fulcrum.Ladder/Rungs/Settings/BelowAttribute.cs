namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The number, or each of a list, is below a limit.</summary>
/// <param name="limit">The smallest number that is not allowed.</param>
public sealed class BelowAttribute(double limit) : LimitAttribute("exclusiveMaximum", limit, "less than")
{
    /// <inheritdoc/>
    protected override bool Allows(double value) => value < Limit;
}
