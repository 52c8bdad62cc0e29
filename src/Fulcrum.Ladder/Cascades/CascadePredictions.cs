using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Cascades;

/// <summary>What a cascade says, from the logs of its parts.</summary>
/// <param name="cheap">Answers first.</param>
/// <param name="costly">Answers the rest.</param>
/// <param name="kind">What an answer is.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
internal sealed class CascadePredictions(TrialLog cheap, TrialLog costly, TaskKind kind, IReadOnlyList<string> labels)
{
    private readonly AnswerConfidence _confidence = new(kind, labels);

    /// <summary>The rows of a part that both answered, in the order of the cheap one's log.</summary>
    public IReadOnlyList<(Prediction Cheap, Prediction Costly)> Pairs(DatasetPart part) =>
        [.. cheap.Predictions[part].Join(costly.Predictions[part], p => p.Id, p => p.Id, (first, second) => (first, second))];

    /// <summary>How sure a prediction is; 0 where it cannot say, so that it is not believed.</summary>
    public double Confidence(Prediction prediction) => _confidence.Of(prediction);

    /// <summary>Whether the costly one is asked about a row.</summary>
    public bool IsEscalated(Prediction first, double threshold) => Confidence(first) < threshold;

    /// <summary>What the cascade says of a part. A row that is escalated takes the time and the tokens of both.</summary>
    public IEnumerable<Prediction> Of(DatasetPart part, double threshold) => Pairs(part).Select(pair => !IsEscalated(pair.Cheap, threshold) ? pair.Cheap : pair.Costly with
    {
        Milliseconds = pair.Cheap.Milliseconds + pair.Costly.Milliseconds,
        PromptTokens = pair.Cheap.PromptTokens + pair.Costly.PromptTokens,
        GeneratedTokens = pair.Cheap.GeneratedTokens + pair.Costly.GeneratedTokens,
    });
}
