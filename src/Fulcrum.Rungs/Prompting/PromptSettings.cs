using System.Text.Json.Nodes;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a task file may set of the rungs that prompt.</summary>
/// <param name="MaxTokens">Tokens of a text beyond which it is cut.</param>
/// <param name="Scoring">How the label is chosen; null to find out on dev.</param>
/// <param name="Shots">Examples in the prompt.</param>
internal sealed record PromptSettings(int MaxTokens, ScoringVariant? Scoring, int Shots)
{
    private const int DefaultShots = 8;

    /// <exception cref="TrialFailedException">A value is not what it has to be.</exception>
    public static PromptSettings Parse(JsonObject settings) => new(
        Number(settings, "max_tokens", TextLimits.DefaultMaxTokens),
        settings["scoring"] is { } scoring ? Variant(scoring.ToString()) : null,
        Number(settings, "shots", DefaultShots));

    private static int Number(JsonObject settings, string name, int otherwise) => settings[name] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        var value => throw new TrialFailedException($"The setting `{name}` is not a whole number: {value.ToJsonString()}."),
    };

    private static ScoringVariant Variant(string name)
    {
        var variants = Enum.GetValues<ScoringVariant>();
        var index = Array.FindIndex(variants, variant => NameOf(variant) == name);
        if (index >= 0) return variants[index];
        throw new TrialFailedException($"The setting `scoring` is none of {string.Join(", ", variants.Select(NameOf))}: {name}.");
    }

    /// <summary>How a variant is written in files, e.g. <c>sum</c>.</summary>
    public static string NameOf(ScoringVariant variant) => variant.ToString().ToLowerInvariant();
}
