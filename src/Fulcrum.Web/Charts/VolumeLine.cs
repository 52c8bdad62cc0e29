using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="VolumeChart"/>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Class">Its color.</param>
/// <param name="Fixed">US dollars a month whatever the volume.</param>
/// <param name="PerThousand">US dollars per 1,000 requests.</param>
/// <param name="Recommended">Whether its name is emphasized.</param>
public sealed record VolumeLine(string Name, RungClass Class, double Fixed, double PerThousand, bool Recommended)
{
    /// <summary>US dollars a month at that many requests.</summary>
    public double At(double volume) => Fixed + (volume / 1000 * PerThousand);
}

/// <summary>A volume at which two trials cost the same.</summary>
/// <param name="Below">The name of the one that costs less below it.</param>
/// <param name="Above">The name of the one that costs less above it.</param>
/// <param name="Volume">Requests a month, with the range that is possible; <see cref="Interval.High"/> is infinite where there is no upper end.</param>
/// <param name="Cost">What both cost there, US dollars a month.</param>
public sealed record VolumeCrossing(string Below, string Above, Interval Volume, double Cost);
