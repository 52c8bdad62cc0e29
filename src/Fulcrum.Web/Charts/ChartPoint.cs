using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="CostChart"/>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Class">Its color.</param>
/// <param name="Accuracy">0 to 1, with its interval.</param>
/// <param name="Cost">In the unit of the axis.</param>
/// <param name="Recommended">Whether it is ringed.</param>
public sealed record ChartPoint(string Name, RungClass Class, Interval Accuracy, double Cost, bool Recommended);
