using Fulcrum.Ladder.Formatting;

namespace Fulcrum.Web.Charts;

/// <summary>How the axes of <see cref="CostChart"/> are called and what stands on them.</summary>
internal static class CostKindNames
{
    /// <summary>In the switch.</summary>
    public static string Short(CostKind kind) => kind switch
    {
        CostKind.Money => "Cost",
        CostKind.Latency => "p95",
        CostKind.Memory => "Memory",
        CostKind.Training => "Training",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>In a sentence.</summary>
    public static string Spoken(CostKind kind) => kind switch
    {
        CostKind.Money => "cost per 1,000 requests",
        CostKind.Latency => "p95 latency",
        CostKind.Memory => "peak memory",
        CostKind.Training => "training time",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>At the axis.</summary>
    public static string AxisTitle(CostKind kind) => IsLogarithmic(kind) ? $"{Spoken(kind)} (log scale)" : Spoken(kind);

    /// <summary>Whether equal ratios take equal room.</summary>
    public static bool IsLogarithmic(CostKind kind) => kind != CostKind.Memory;

    /// <summary>A value on the axis.</summary>
    public static string Write(CostKind kind, double value) => kind switch
    {
        CostKind.Money => DisplayFormat.Dollars(value),
        CostKind.Memory => DisplayFormat.Bytes(value),
        _ => DisplayFormat.Duration(value),
    };

    /// <summary>An axis for such values.</summary>
    public static Axis AxisOf(CostKind kind, IReadOnlyList<double> values, int maxTicks) => kind switch
    {
        CostKind.Money => Axis.Logarithmic(values, DisplayFormat.Dollars, maxTicks, 1e-5),
        CostKind.Latency => Axis.Seconds(values, maxTicks),
        CostKind.Memory => Axis.Bytes(values, maxTicks),
        CostKind.Training => Axis.Seconds(values, maxTicks, 0.1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
