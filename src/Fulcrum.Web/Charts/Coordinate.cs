using System.Globalization;

namespace Fulcrum.Web.Charts;

/// <summary>Writes a coordinate for SVG.</summary>
internal static class Coordinate
{
    /// <summary>With at most one decimal, whatever the culture.</summary>
    public static string Of(double value) => double.IsFinite(value)
        ? value.ToString("0.#", CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A coordinate must be finite.");
}
