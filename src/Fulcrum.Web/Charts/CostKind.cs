namespace Fulcrum.Web.Charts;

/// <summary>What the horizontal axis of <see cref="CostChart"/> shows.</summary>
public enum CostKind
{
    /// <summary>Seconds, logarithmic.</summary>
    Time,

    /// <summary>Bytes of peak memory, linear from zero.</summary>
    Memory,
}
