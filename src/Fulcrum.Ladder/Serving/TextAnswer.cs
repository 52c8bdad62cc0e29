using System.Text.Json.Serialization;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Serving;

/// <summary>The answer to one text, complete without the artifact's list of labels.</summary>
/// <param name="Labels">The label, or labels; <see langword="null"/> where a generated answer could not be read.</param>
/// <param name="Milliseconds">Its share of the time of its batch.</param>
public sealed record TextAnswer([property: JsonPropertyName("label")] LabelSet? Labels, double Milliseconds)
{
    /// <summary>The probability of each label, summing to 1 where exactly one is right; <see langword="null"/> where the model only wrote an answer.</summary>
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <inheritdoc cref="Answer.PromptTokens"/>
    public int PromptTokens { get; init; }

    /// <inheritdoc cref="Answer.GeneratedTokens"/>
    public int GeneratedTokens { get; init; }

    /// <inheritdoc cref="Answer.Raw"/>
    public string? Raw { get; init; }

    /// <inheritdoc cref="Answer.WasCut"/>
    public bool WasCut { get; init; }

    /// <summary>An answer with its labels by name.</summary>
    internal static TextAnswer Of(Answer answer, PredictorManifest manifest) =>
        new(answer.Labels is { } labels ? manifest.Task.ToLabels(labels, manifest.Labels) : null, answer.Milliseconds)
    {
        Probabilities = answer.Probabilities.Count == 0 ? null : manifest.Labels.Zip(answer.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second),
        PromptTokens = answer.PromptTokens,
        GeneratedTokens = answer.GeneratedTokens,
        Raw = answer.Raw,
        WasCut = answer.WasCut,
    };
}
