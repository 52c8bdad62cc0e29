using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="IntervalRows"/>.</summary>
/// <param name="Name">Its rung.</param>
/// <param name="Detail">A second, smaller line: its model.</param>
/// <param name="Class">Its color.</param>
/// <param name="Value">0 to 1, with its interval.</param>
/// <param name="Shifted">The same on shifted data, if there is such a part.</param>
/// <param name="Recommended">Whether its name is emphasized.</param>
public sealed record IntervalRow(
    string Name, string? Detail, RungClass Class, Interval Value, Interval? Shifted, bool Recommended);
