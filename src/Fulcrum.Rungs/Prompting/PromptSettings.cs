using System.Text.Json;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What can be set of every rung that prompts.</summary>
internal record PromptSettings : RungSettings
{
    /// <summary>Tokens of a text beyond which it is cut.</summary>
    [AtLeast(1)]
    public virtual int MaxTokens { get; init; } = TextLimits.DefaultMaxTokens;

    /// <summary>How the label is chosen; every way is tried on the dev part where this is not set.</summary>
    public ScoringVariant? Scoring { get; init; }

    /// <summary>How the weights of the language model are kept in memory: fp32 (4 bytes a weight), int8 (1 byte) or nf4 (half a byte).</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Full;

    /// <summary>How a variant is written in files, e.g. <c>sum</c>.</summary>
    public static string NameOf(ScoringVariant variant) => JsonNamingPolicy.SnakeCaseLower.ConvertName(variant.ToString());
}
