using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="IntervalRows"/>.</summary>
/// <param name="Name">Its rung.</param>
/// <param name="Detail">A second, smaller line: its model.</param>
/// <param name="Class">Its color.</param>
/// <param name="Before">0 to 1, with its interval; the value alone where there is none.</param>
/// <param name="After">The same on other texts.</param>
/// <param name="Recommended">Whether its name is emphasized.</param>
public sealed record IntervalRow(string Name, string? Detail, RungClass Class, Interval Before, Interval After, bool Recommended)
{
    /// <summary>The rows behind <see cref="After"/>, see <see cref="FewRows"/>.</summary>
    public int Rows { get; init; } = FewRows.Limit;
}
