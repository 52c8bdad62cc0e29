using System.Text.Json.Serialization;
using Fulcrum.Ladder.Rungs.Settings;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What a rung must keep to be recommended; nothing unless set.</summary>
public sealed record TaskConstraints
{
    /// <summary>Whether texts may not leave this machine: what sends them to a provider is out.</summary>
    public bool DataStaysHere { get; init; }

    /// <summary>The licenses that models may have, SPDX identifiers as Hugging Face writes them too, case ignored; empty: any, also an unknown one.</summary>
    [NotEmpty]
    public IReadOnlyList<string> Licenses { get; init; } = [];

    /// <summary>Milliseconds that 95 of 100 requests for one text may take at most, on this machine.</summary>
    [Above(0)]
    [JsonPropertyName("p95_ms")]
    public double? P95Milliseconds { get; init; }

    /// <summary>Megabytes (10^6 bytes) of memory that a trial may take at its peak.</summary>
    [Above(0)]
    [JsonPropertyName("memory_mb")]
    public double? MemoryMegabytes { get; init; }

    /// <summary>Minutes that learning may take, search included.</summary>
    [Above(0)]
    public double? TrainingMinutes { get; init; }

    /// <summary>
    /// Label to the share of its rows that must be found, e.g. <c>{phishing: 0.99}</c>. Where one label is right, the probability from which
    /// on the label is answered is chosen on dev for it.
    /// </summary>
    [Above(0)]
    [AtMost(1)]
    public IReadOnlyDictionary<string, double> MinRecall { get; init; } = new Dictionary<string, double>();
}
