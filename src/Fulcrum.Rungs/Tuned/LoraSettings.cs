using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What can be set of the LoRA rung.</summary>
internal sealed record LoraSettings : TuningSettings
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> LearningRates { get; init; } = [2e-4, 5e-4, 1e-3];

    /// <summary>Rank of the adapters.</summary>
    [AtLeast(1)]
    public int Rank { get; init; } = 8;

    /// <summary>Scale of the adapters: alpha / rank.</summary>
    [Above(0)]
    public double Alpha { get; init; } = 16;

    /// <summary>Share of adapter inputs set to zero while training.</summary>
    [AtLeast(0)]
    [Below(1)]
    public double Dropout { get; init; }

    /// <summary>How the weights of a language model are kept in memory: fp32 (4 bytes a weight), int8 (1 byte) or nf4 (half a byte). Adapters are trained on the rounded weights and stay beside them (QLoRA).</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Full;
}
