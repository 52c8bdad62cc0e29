using System.Globalization;

namespace Fulcrum.Bench.Verdicts;

/// <summary>What a figure has to be.</summary>
/// <param name="Low">At least this.</param>
/// <param name="High">At most this.</param>
internal readonly record struct Bar(double Low, double High)
{
    public static Bar AtLeast(double low) => new(low, double.PositiveInfinity);

    public static Bar AtMost(double high) => new(double.NegativeInfinity, high);

    public bool Holds(double value) => value >= Low && value <= High;

    /// <inheritdoc/>
    public override string ToString() =>
        double.IsInfinity(High) ? $"≥ {Number(Low)}" : double.IsInfinity(Low) ? $"≤ {Number(High)}" : $"{Number(Low)} to {Number(High)}";

    private static string Number(double value) => value.ToString(".###;-.###;0", CultureInfo.InvariantCulture);
}
