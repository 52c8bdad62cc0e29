using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Gates;

/// <summary>What a run says of a metric.</summary>
/// <param name="Value">The value; <see langword="null"/> where it is not known.</param>
/// <param name="Interval">Its 95 % interval, where there is one.</param>
/// <param name="Missing">Why it is not known.</param>
internal sealed record GateFigure(double? Value, Interval? Interval, string? Missing)
{
    /// <summary>A figure with its interval, or why there is none.</summary>
    public static GateFigure Of(Interval? interval, string missing) => interval is { } known ? new(known.Value, known, null) : new(null, null, missing);

    /// <summary>A figure, or why there is none.</summary>
    public static GateFigure Of(double? value, string missing) => value is { } known ? new(known, null, null) : new(null, null, missing);

    /// <summary>A figure that is always there.</summary>
    public static GateFigure Of(double value, Interval? interval = null) => new(value, interval, null);
}
