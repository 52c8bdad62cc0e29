using Fulcrum.Data.Labels;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>The outcomes of a log of predictions.</summary>
internal sealed class Outcomes
{
    private Outcomes(int labels, Outcome[] distinct, int[] ofExample, int[] strata) =>
        (Labels, Distinct, OfExample, Strata) = (labels, distinct, ofExample, strata);

    /// <summary>Number of the task's labels.</summary>
    public int Labels { get; }

    /// <summary>Those that occur, in order.</summary>
    public IReadOnlyList<Outcome> Distinct { get; }

    /// <summary>For each example the position of its outcome among <see cref="Distinct"/>.</summary>
    public IReadOnlyList<int> OfExample { get; }

    /// <summary>For each of <see cref="Distinct"/> the class whose share the split has fixed; one for all where labels are not exclusive.</summary>
    public IReadOnlyList<int> Strata { get; }

    /// <summary>The outcomes of predictions.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">The task's labels.</param>
    /// <param name="predictions">The log's lines.</param>
    /// <exception cref="ArgumentException">A true label of a prediction is not one of the labels.</exception>
    public static Outcomes Of(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions)
    {
        var index = new LabelIndex(labels);
        Outcome[] all = [.. predictions.Select(Outcome)];
        Outcome[] distinct = [.. all.Distinct().Order()];
        var places = distinct.Index().ToDictionary(outcome => outcome.Item, outcome => outcome.Index);
        return new Outcomes(
            labels.Count, distinct, [.. all.Select(outcome => places[outcome])], [.. distinct.Select(outcome => kind.IsExclusive ? outcome.Truth[0] : 0)]);

        Outcome Outcome(Prediction prediction)
        {
            if (index.FindUnknown(prediction.Labels) is { } unknown)
                throw new ArgumentException($"`{unknown}` of example `{prediction.Id}` is not one of the labels.", nameof(predictions));
            return new Outcome(index.Of(prediction.Labels), prediction.Predicted is { } predicted && index.FindUnknown(predicted) is null ? index.Of(predicted) : null);
        }
    }

    /// <summary>How often each outcome occurred, counted by label.</summary>
    public LabelCounts Count()
    {
        var counts = new LabelCounts(Labels);
        foreach (var place in OfExample) counts.Add(Distinct[place]);
        return counts;
    }

    /// <summary>
    /// <c>Confusion[truth][predicted]</c>, where exactly one label is right; the last column counts answers that could not be read.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion()
    {
        int[][] rows = [.. Enumerable.Range(0, Labels).Select(_ => new int[Labels + 1])];
        foreach (var outcome in OfExample.Select(place => Distinct[place])) rows[outcome.Truth[0]][outcome.Predicted is [var only] ? only : Labels]++;
        return rows;
    }
}
