using System.Text.Json;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What can be set of every rung that prompts.</summary>
internal record PromptSettings : RungSettings
{
    /// <summary>Tokens of a text beyond which it is cut.</summary>
    [AtLeast(1)]
    public virtual int MaxTokens { get; init; } = TextLimits.DefaultMaxTokens;

    /// <summary>How the label is chosen; every way is tried on the dev part where this is not set. A multi-label task has only <c>generated</c>.</summary>
    public ScoringVariant? Scoring { get; init; }

    /// <summary>How the weights of the language model are kept in memory: fp32 (4 bytes a weight), int8 (1 byte) or nf4 (half a byte).</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Full;

    /// <inheritdoc/>
    public override IEnumerable<SettingError> CheckFor(TaskKind kind)
    {
        if (!kind.IsExclusive && Scoring is { } scoring and not ScoringVariant.Generated)
            yield return new SettingError("scoring", $"`scoring: {NameOf(scoring)}` chooses one label, but a row of a {kind} task has any number.", "Write `scoring: generated`, or leave it out.");
    }

    /// <summary>How a variant is written in files, e.g. <c>sum</c>.</summary>
    public static string NameOf(ScoringVariant variant) => JsonNamingPolicy.SnakeCaseLower.ConvertName(variant.ToString());
}
