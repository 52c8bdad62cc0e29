namespace Fulcrum.Web.Charts;

/// <summary>What the horizontal axis of <see cref="CostChart"/> shows.</summary>
public enum CostKind
{
    /// <summary>US dollars per 1,000 requests, logarithmic.</summary>
    Money,

    /// <summary>Seconds of the 95th percentile of a single request, logarithmic.</summary>
    Latency,

    /// <summary>Bytes of peak memory, linear from zero.</summary>
    Memory,

    /// <summary>Seconds of training, logarithmic.</summary>
    Training,
}
