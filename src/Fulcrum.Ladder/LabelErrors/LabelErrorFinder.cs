using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.LabelErrors;

/// <summary>
/// Finds rows whose label all good rungs dispute with confidence (<see cref="ConfidentLearning"/>), among those that no rung has learned from:
/// test, dev and shift. A good rung is judged, gives probabilities, is within <see cref="PointsBehindBest"/> of the most accurate on test and beats
/// answering the most frequent label.
/// </summary>
/// <param name="kind">What an answer is.</param>
/// <param name="split">The data, with the labels that are in doubt.</param>
public sealed class LabelErrorFinder(TaskKind kind, DataSplit split)
{
    /// <summary>How much less accurate than the best a rung may be whose word counts.</summary>
    public const double PointsBehindBest = 0.05;

    /// <summary>One rung alone would only list its own confident mistakes.</summary>
    public const int FewestRungs = 2;

    private static readonly DatasetPart[] Parts = [DatasetPart.Test, DatasetPart.Dev, DatasetPart.Shift];

    private readonly LabelIndex _positions = new(split.Labels);

    /// <summary>The rows in doubt.</summary>
    /// <param name="judged">The trials that count: completed and judged.</param>
    /// <param name="confirmed">Rows whose label somebody has looked at already: they are left out.</param>
    public LabelErrorReport Among(IReadOnlyList<TrialLog> judged, IReadOnlySet<string> confirmed)
    {
        if (!kind.IsExclusive) return LabelErrorReport.None with { Note = "Wrong labels are looked for where exactly one label is right." };
        var good = Good(judged);
        if (good.Length < FewestRungs) return LabelErrorReport.None with { Note = "Wrong labels are not looked for: that takes two judged rungs that give probabilities, beat always answering the most frequent label, and are about as good as the best." };
        var opinions = good.Select(log => new Opinion(log, Rows(log), split.Labels.Count, _positions)).ToArray();
        (DatasetPart Part, Example Example)[] searched =
        [
            .. Parts.SelectMany(part => split[part].Select(example => (part, example))).Where(row => opinions.All(opinion => opinion.Of(row.part, row.example.Id) is not null)),
        ];
        return new LabelErrorReport(
            [
                .. searched.Where(row => !confirmed.Contains(row.Example.Id)).Select(row => Dispute(row.Part, row.Example, opinions)).OfType<LabelError>()
                    .OrderByDescending(error => error.Confidence - error.Doubt).ThenBy(error => error.Example.Id, StringComparer.Ordinal),
            ],
            searched.Length,
            [.. good.Select(log => log.Trial.Id)]);
    }

    private TrialLog[] Good(IReadOnlyList<TrialLog> judged)
    {
        var mostFrequent = split.Test.Count == 0 ? 1 : split.Test.CountBy(example => example.Labels).Max(label => label.Value) / (double)split.Test.Count;
        var accuracies = judged.Where(log => !log.Trial.Rung.IsBaseline && log.Predictions[DatasetPart.Test].Any())
            .Select(log => (Log: log, Accuracy: log.Accuracy(DatasetPart.Test, p => kind.Score(p.Predicted, p.Labels)))).ToArray();
        var best = accuracies.Select(one => one.Accuracy).DefaultIfEmpty(0).Max();
        return
        [
            .. accuracies.Where(one => one.Accuracy >= best - PointsBehindBest && one.Accuracy > mostFrequent && one.Log.Predictions[DatasetPart.Test].All(p => p.Probabilities.Count > 0))
                .Select(one => one.Log),
        ];
    }

    private static IEnumerable<Prediction> Rows(TrialLog log) => Parts.SelectMany(part => log.Predictions[part]).Where(prediction => prediction.Probabilities.Count > 0);

    private LabelError? Dispute(DatasetPart part, Example example, Opinion[] opinions)
    {
        var label = _positions[example.Labels.Only];
        var says = opinions.ToDictionary(opinion => opinion.Trial, opinion => opinion.Of(part, example.Id)!);
        if (opinions.Any(opinion => opinion.ClassOf(says[opinion.Trial]) is not { } other || other == label)) return null;
        double[] mean = [.. split.Labels.Select((_, position) => says.Values.Average(prediction => prediction.Probabilities[position]))];
        var suggested = Enumerable.Range(0, mean.Length).Where(position => position != label).MaxBy(position => mean[position]);
        return new LabelError(part, example, split.Labels[suggested], mean[suggested], mean[label], says);
    }

    /// <summary>What one rung says of every row.</summary>
    private sealed class Opinion(TrialLog log, IEnumerable<Prediction> rows, int classes, LabelIndex positions)
    {
        private readonly Dictionary<(DatasetPart, string), Prediction> _rows = rows.ToDictionary(prediction => (prediction.Part, prediction.Id));
        private readonly ConfidentLearning _confident = new([.. rows.Select(prediction => (prediction.Probabilities, positions[prediction.Labels.Only]))], classes);

        public string Trial => log.Trial.Id;

        public Prediction? Of(DatasetPart part, string id) => _rows.GetValueOrDefault((part, id));

        public int? ClassOf(Prediction prediction) => _confident.ClassOf(prediction.Probabilities);
    }
}
