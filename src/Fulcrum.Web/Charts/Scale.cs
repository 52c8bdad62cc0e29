namespace Fulcrum.Web.Charts;

/// <summary>Maps values to coordinates, linearly or by the logarithm.</summary>
/// <param name="From">The value at <paramref name="Start"/>.</param>
/// <param name="To">The value at <paramref name="End"/>; differs from <paramref name="From"/>.</param>
/// <param name="Start">First coordinate.</param>
/// <param name="End">Last coordinate.</param>
/// <param name="Logarithmic">Whether equal ratios, not differences, take equal room (all values above 0).</param>
public readonly record struct Scale(double From, double To, double Start, double End, bool Logarithmic = false)
{
    /// <summary>The coordinate of a value; values outside the range go to its edge.</summary>
    public double At(double value)
    {
        var share = Logarithmic
            ? Math.Log(value / From) / Math.Log(To / From)
            : (value - From) / (To - From);
        return Start + Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * (End - Start);
    }
}
