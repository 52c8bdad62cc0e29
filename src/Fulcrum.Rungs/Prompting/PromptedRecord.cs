using System.Text.Json.Serialization;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>How a language model with a prompt answers, tuned or as it comes: its part of <c>predictor.json</c>.</summary>
internal sealed record PromptedRecord
{
    /// <summary>The prompt.</summary>
    public required PromptDefinition Prompt { get; init; }

    /// <summary>How the label is chosen.</summary>
    public required ScoringVariant Scoring { get; init; }

    /// <summary>Probability per label of texts without content, which <see cref="ScoringVariant.Calibrated"/> divides by.</summary>
    public IReadOnlyList<double>? ContentFree { get; init; }

    /// <summary>Examples that every prompt shows, in order.</summary>
    public IReadOnlyList<Shot> Shots { get; init; } = [];

    /// <summary>How many of the artifact's examples each prompt shows, those nearest to the text; 0: none.</summary>
    public int NearestShots { get; init; }

    /// <summary>Tokens of a text beyond which it is cut.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Which part is kept of a text that has no room; <see langword="null"/>: such a text is an error.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>How the weights of the model are kept in memory.</summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>What the chat template tells as the time.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The prompt for a model.</summary>
    /// <param name="text">How the model reads and writes; it has a tokenizer.</param>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public PromptFormatter Formatter(ModelText text, TaskKind kind, IReadOnlyList<string> labels) => new(
        text.Tokenizer!,
        text.ChatTemplate,
        Prompt,
        labels,
        Date,
        new TextLimits { MaxTokens = MaxTokens, ContextLength = text.ContextLength, Truncate = Truncate },
        [.. Shots.Select(shot => new Example("", shot.Text, shot.Labels))],
        kind);
}

/// <summary>An example with its label, as a prompt shows it.</summary>
/// <param name="Text">The whole text; a prompt may cut it.</param>
/// <param name="Labels">Its label, or labels.</param>
internal sealed record Shot(string Text, [property: JsonPropertyName("label")] LabelSet Labels);
