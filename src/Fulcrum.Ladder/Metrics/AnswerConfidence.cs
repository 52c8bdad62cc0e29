using Fulcrum.Data.Labels;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>How sure trials are of their answers.</summary>
/// <param name="kind">What an answer is.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
internal sealed class AnswerConfidence(TaskKind kind, IReadOnlyList<string> labels)
{
    private readonly LabelIndex _labels = new(labels);

    /// <summary>The probability that an answer is right, as the trial has it; 0 where it has none, so that it is not believed.</summary>
    public double Of(Prediction prediction) => prediction is { Probabilities.Count: > 0, Predicted: { } answer }
        ? kind.Confidence(prediction.Probabilities, _labels.Of(answer))
        : 0;
}
