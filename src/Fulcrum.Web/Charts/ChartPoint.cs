using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="CostChart"/>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Class">Its color.</param>
/// <param name="Figure">0 to 1, with its interval.</param>
/// <param name="Cost">In the unit of the axis, with its interval; the value alone where there is none.</param>
public sealed record ChartPoint(string Name, RungClass Class, Interval Figure, Interval Cost)
{
    /// <summary>Whether it is ringed.</summary>
    public bool Recommended { get; init; }

    /// <summary>Whether another is nowhere worse and somewhere better; drawn hollow.</summary>
    public bool Dominated { get; init; }

    /// <summary>Whether a constraint forbids it; drawn as a cross, and no part of the front.</summary>
    public bool LeftOut { get; init; }

    /// <summary>The rows behind the figure; of fewer than <see cref="FewRows.Limit"/> the mark is dashed and the number stands beside the name.</summary>
    public int Rows { get; init; } = FewRows.Limit;

    /// <summary>The name as the chart writes it.</summary>
    public string Label => FewRows.Name(Name, Rows);
}
