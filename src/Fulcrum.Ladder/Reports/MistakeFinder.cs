using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Finds the mistakes that a trial was surest of, with what the other trials said.</summary>
/// <param name="examples">The test part.</param>
/// <param name="predictions">Trial id to its predictions on test.</param>
/// <param name="kind">How an answer is scored.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
internal sealed class MistakeFinder(
    IReadOnlyList<Example> examples, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, TaskKind kind, IReadOnlyList<string> labels)
{
    private readonly Dictionary<string, Example> _examples = examples.ToDictionary(e => e.Id);

    private readonly AnswerConfidence _confidence = new(kind, labels);

    private readonly Dictionary<string, Dictionary<string, Prediction>> _answers =
        predictions.ToDictionary(t => t.Key, t => t.Value.ToDictionary(p => p.Id));

    /// <summary>
    /// The most confident mistakes, most confident first; without probabilities in the order of the log. None of a trial
    /// that says the same of every text: no mistake of it tells more than another.
    /// </summary>
    public IReadOnlyList<Mistake> Of(string trialId, int count)
    {
        var log = predictions[trialId];
        if (log.DistinctBy(p => (p.Predicted, _confidence.Of(p))).Count() == 1) return [];
        return
        [
            .. log
                .Where(p => kind.Score(p.Predicted, p.Labels) < 1)
                .OrderByDescending(_confidence.Of)
                .Take(count)
                .Select(p => new Mistake(_examples[p.Id], p, Others(trialId, p.Id))),
        ];
    }

    private Dictionary<string, Prediction> Others(string trialId, string exampleId) => _answers
        .Where(t => t.Key != trialId && t.Value.ContainsKey(exampleId))
        .ToDictionary(t => t.Key, t => t.Value[exampleId]);
}
