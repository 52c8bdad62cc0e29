namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The number, or each of a list, is not below a limit.</summary>
/// <param name="limit">The smallest number allowed.</param>
public sealed class AtLeastAttribute(double limit) : LimitAttribute("minimum", limit, "at least")
{
    /// <inheritdoc/>
    protected override bool Allows(double value) => value >= Limit;
}
