using Fulcrum.Data;
using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Flips;

/// <summary>Compares rungs row by row: a model as it comes with the same one tuned, and the cheapest rung with the recommended one.</summary>
/// <param name="kind">How an answer is scored.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
/// <param name="test">The test part.</param>
/// <param name="groups">Which examples belong together.</param>
public sealed class FlipFinder(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Example> test, ExampleGroups groups)
{
    private readonly Dictionary<string, Example> _examples = test.ToDictionary(example => example.Id);
    private readonly AnswerConfidence _confidence = new(kind, labels);

    /// <summary>The comparisons of a run, each pair once.</summary>
    /// <param name="completed">The completed trials, up the ladder.</param>
    /// <param name="recommended">The id of the recommended one; <see langword="null"/> where there is none.</param>
    public IReadOnlyList<FlipReport> Among(IReadOnlyList<TrialLog> completed, string? recommended)
    {
        TrialLog[] answered = [.. completed.Where(log => log.Predictions[DatasetPart.Test].Any())];
        return [.. Pairs(answered, recommended).DistinctBy(pair => (pair.From, pair.To)).Select(pair => Compare(pair.Reason, pair.From, pair.To)).OfType<FlipReport>()];
    }

    private static IEnumerable<(FlipReason Reason, TrialLog From, TrialLog To)> Pairs(TrialLog[] logs, string? recommended)
    {
        var tuned = logs.Where(log => log.Trial.Rung.Class is RungClass.ParameterEfficient or RungClass.FullTune && log.Trial.Model is not null);
        foreach (var after in tuned)
        {
            // As it comes: what has learned nothing at all, of several prompted trials on the model.
            if (logs.FirstOrDefault(log => log.Trial.Model == after.Trial.Model && log.Trial.Rung is { Class: RungClass.OutOfTheBox, Learns: false }) is { } before)
                yield return (FlipReason.Tuning, before, after);
        }

        var cheapest = logs.Where(log => !log.Trial.Rung.IsBaseline).MinBy(log => log.MillisecondsPerText(DatasetPart.Test));
        if (cheapest is not null && logs.FirstOrDefault(log => log.Trial.Id == recommended) is { } chosen && chosen != cheapest && !chosen.Trial.Rung.IsBaseline)
            yield return (FlipReason.Recommendation, cheapest, chosen);
    }

    private FlipReport? Compare(FlipReason reason, TrialLog from, TrialLog to)
    {
        var (before, after) = (from.Of(DatasetPart.Test), to.Of(DatasetPart.Test));
        Flip[] rows = [.. before.Join(after, p => p.Id, p => p.Id, (first, second) => new Flip(_examples[first.Id], first, second))];
        if (rows.Length == 0) return null;
        return new FlipReport
        {
            Reason = reason,
            From = from.Trial.Id,
            To = to.Trial.Id,
            Rows = rows.Length,
            Fixed = Surest(rows.Where(row => Score(row.After) > Score(row.Before))),
            Broken = Surest(rows.Where(row => Score(row.After) < Score(row.Before))),
            Changed = Surest(rows.Where(row => Score(row.After) == Score(row.Before) && row.Before.Predicted != row.After.Predicted)),
            Difference = PairedDifference.Of(after, before, groups, kind).Difference,
        };
    }

    private double Score(Prediction prediction) => kind.Score(prediction.Predicted, prediction.Labels);

    private Flip[] Surest(IEnumerable<Flip> rows) => [.. rows.OrderByDescending(row => _confidence.Of(row.After)).ThenBy(row => row.Example.Id, StringComparer.Ordinal)];
}
