using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One judged trial in <see cref="ForestChart"/>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Class">Its color.</param>
/// <param name="Difference">To the leader, with its interval; <see langword="null"/> for the leader itself.</param>
public sealed record ForestRow(string Name, RungClass Class, Interval? Difference)
{
    /// <summary>Whether its name is emphasized and its mark ringed.</summary>
    public bool Recommended { get; init; }

    /// <summary>Whether it may stand off the axis, so that the others have room.</summary>
    public bool MayBeOff { get; init; }

    /// <summary>The rows behind the figure, see <see cref="FewRows"/>.</summary>
    public int Rows { get; init; } = FewRows.Limit;
}

/// <summary>One trial in <see cref="ForestChart"/> that is compared with no other.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Why">In two or three words: <c>not judged</c>.</param>
public sealed record UncomparedRow(string Name, string Why);
