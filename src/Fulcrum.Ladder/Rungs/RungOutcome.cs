using System.Text.Json.Nodes;

namespace Fulcrum.Ladder.Rungs;

/// <summary>What a rung reports beside its predictions.</summary>
public sealed record RungOutcome
{
    /// <summary>The settings that won on dev, e.g. <c>{"learning_rate":2e-4}</c>.</summary>
    public JsonObject Chosen { get; init; } = [];

    /// <summary>What was tried on dev.</summary>
    public IReadOnlyList<SearchStep> Search { get; init; } = [];

    /// <summary>Seconds spent learning, search included; scoring not.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Seconds spent on the test part.</summary>
    public double TestSeconds { get; init; }

    /// <summary>Parameters that were trained (of the model chosen).</summary>
    public long TrainedParameters { get; init; }

    /// <summary>All parameters of the model, or 0 where there is none.</summary>
    public long TotalParameters { get; init; }

    /// <summary>Size on disk of what would be served beyond the base model, bytes.</summary>
    public long ArtifactBytes { get; init; }

    /// <summary>Tokens that went through the model while learning.</summary>
    public long TrainingTokens { get; init; }

    /// <summary>Part of the planned training steps after which the budget ended it, 0 to 1; null where it did not.</summary>
    public double? TrainedShare { get; init; }

    /// <summary>
    /// Milliseconds of requests for one text each, timed after scoring; empty where every prediction was made one by one, so
    /// that <see cref="Trials.Prediction.Milliseconds"/> says the same.
    /// </summary>
    public IReadOnlyList<double> Latencies { get; init; } = [];

    /// <summary>
    /// Further figures by name, e.g. <c>unparsable/json</c>, the share of answers to the prompt <c>json</c> that could not be
    /// read; see <see cref="AnswerFigures"/>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>What a reader should know (budget reached, texts cut), one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One setting tried on dev.</summary>
/// <param name="Settings">What was set.</param>
/// <param name="DevAccuracy">Accuracy on dev, 0 to 1.</param>
/// <param name="DevLoss">Mean negative log-likelihood of the true label on dev (nats), where known.</param>
/// <param name="Seconds">What it took.</param>
public sealed record SearchStep(JsonObject Settings, double DevAccuracy, double? DevLoss, double Seconds);
