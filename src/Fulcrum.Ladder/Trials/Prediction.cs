using System.Text.Json.Serialization;
using Fulcrum.Data;
using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.Trials;

/// <summary>One line of <c>predictions.jsonl</c>.</summary>
public sealed record Prediction
{
    /// <summary>The part the example belongs to.</summary>
    public required DatasetPart Part { get; init; }

    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>How the text was perturbed, in the perturbed part; <see langword="null"/> in the others.</summary>
    public string? Perturbation { get; init; }

    /// <summary>The true label, or labels.</summary>
    [JsonPropertyName("label")]
    public required LabelSet Labels { get; init; }

    /// <summary>The predicted label, or labels; <see langword="null"/> where the model's answer could not be read (counted as wrong).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required LabelSet? Predicted { get; init; }

    /// <summary>Probability per label in the order of the task's labels, summing to 1 where exactly one label is right; empty where the rung has none.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Tokens read (prompt and text) for this example, shared prefixes counted once per example.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    public int GeneratedTokens { get; init; }

    /// <summary>Milliseconds this example took (batch time divided evenly); how long one text alone takes is in <see cref="TrialOutcome.Latencies"/>.</summary>
    public double Milliseconds { get; init; }

    /// <summary>What the model wrote, where it generated.</summary>
    public string? Raw { get; init; }
}
