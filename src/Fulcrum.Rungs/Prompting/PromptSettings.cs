using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a task file may set of the rungs that prompt.</summary>
/// <param name="MaxTokens">Tokens of a text beyond which it is cut.</param>
/// <param name="Scoring">How the label is chosen; null to find out on dev.</param>
/// <param name="Shots">Examples in the prompt.</param>
/// <param name="Draws">Draws of examples that are compared.</param>
/// <param name="Embeddings">Folder of the embedding model that finds them; null where there is none.</param>
internal sealed record PromptSettings(int MaxTokens, ScoringVariant? Scoring, int Shots, int Draws, string? Embeddings)
{
    private const int DefaultShots = 8;
    private const int DefaultDraws = 3;

    /// <summary>Reads the settings of a trial.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="maxTokens">Where <c>max_tokens</c> is not set.</param>
    /// <exception cref="TrialFailedException">A value is not what it has to be.</exception>
    public static PromptSettings Parse(JsonObject settings, int maxTokens = TextLimits.DefaultMaxTokens) => new(
        Number(settings, "max_tokens", maxTokens),
        settings["scoring"] is { } scoring ? Variant(scoring.ToString()) : null,
        Number(settings, "shots", DefaultShots),
        Number(settings, "draws", DefaultDraws),
        settings[RungSettings.EmbeddingsName]?.ToString());

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
