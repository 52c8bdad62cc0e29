using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Head;

/// <summary>What can be set of the head rung.</summary>
internal sealed record HeadSettings : RungSettings
{
    /// <summary>Inverse regularization strengths of logistic regression tried on dev, of features whose variance is 1.</summary>
    [Above(0)]
    [NotEmpty]
    public IReadOnlyList<double> C { get; init; } = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Tokens of a text beyond which it is cut; where this is not set 256, or what the model was made for if that is less.</summary>
    [AtLeast(1)]
    public int? MaxTokens { get; init; }

    /// <summary>How the weights of a language model are kept in memory: fp32 (4 bytes a weight), int8 (1 byte) or nf4 (half a byte).</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Full;
}
