using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Rungs;

/// <summary>What a rung reports when it is fitted.</summary>
public record FitReport
{
    /// <summary>The settings that won on dev, e.g. <c>{"learning_rate":2e-4}</c>.</summary>
    public JsonObject Chosen { get; init; } = [];

    /// <summary>What was tried on dev.</summary>
    public IReadOnlyList<SearchStep> Search { get; init; } = [];

    /// <summary>Seconds spent learning, search included; predicting not.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Parameters that were trained (of the model chosen).</summary>
    public long TrainedParameters { get; init; }

    /// <summary>All parameters of the model, or 0 where there is none.</summary>
    public long TotalParameters { get; init; }

    /// <summary>Tokens that went through the model while learning.</summary>
    public long TrainingTokens { get; init; }

    /// <summary>Part of the planned training steps after which the budget ended it, 0 to 1; null where it did not.</summary>
    public double? TrainedShare { get; init; }

    /// <summary>Settings of the search that were not tried (learning rates, prompts), because it was a pilot or the budget ended.</summary>
    public int UntriedSettings { get; init; }

    /// <summary>
    /// Further figures by name, e.g. <c>unparsable/json</c>, the share of answers to the prompt <c>json</c> that could not be
    /// read; see <see cref="AnswerFigures"/>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>What a reader should know (budget reached, texts cut), one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How the fitted rung answers: what goes to <see cref="PredictorManifest.Settings"/>.</summary>
    [JsonIgnore]
    public JsonObject Predictor { get; init; } = [];

    /// <summary>The models that the artifact needs beside its own files, by their role.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, ModelReference> Models { get; init; } = new Dictionary<string, ModelReference>();

    /// <summary>What the fitted rung said of dev while it was chosen, where it was asked: <see cref="Answer.Index"/> is the position in dev. Not asked again.</summary>
    [JsonIgnore]
    public IReadOnlyList<Answer> DevAnswers { get; init; } = [];
}

/// <summary>One setting tried on dev.</summary>
/// <param name="Settings">What was set.</param>
/// <param name="DevAccuracy">Accuracy on dev, 0 to 1.</param>
/// <param name="DevLoss">Mean negative log-likelihood of the true label on dev (nats), where known.</param>
/// <param name="Seconds">What it took.</param>
public sealed record SearchStep(JsonObject Settings, double DevAccuracy, double? DevLoss, double Seconds);
