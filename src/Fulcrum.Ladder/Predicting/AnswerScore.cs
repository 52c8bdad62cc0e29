using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Holds answers against true labels. Keeps a few hundred bytes for each labeled row.</summary>
/// <param name="manifest">What may be answered.</param>
public sealed class AnswerScore(PredictorManifest manifest)
{
    private const int MostUnknown = 1000;
    private const int UnknownShown = 20;
    private readonly HashSet<string> _known = [.. manifest.Labels];
    private readonly List<Prediction> _predictions = [];
    private readonly Dictionary<string, string> _groups = [];
    private readonly Dictionary<string, long> _unknown = [];
    private long _unknownRows;
    private long _unreadable;

    /// <summary>Rows without a label; they count in no figure.</summary>
    public long WithoutLabel { get; private set; }

    /// <summary>Labels that are never answered, with their rows, the most frequent first; of very many the first 1,000. Their rows count in no figure.</summary>
    public IReadOnlyDictionary<string, long> Unknown => _unknown.OrderByDescending(label => label.Value).ThenBy(label => label.Key, StringComparer.Ordinal).ToDictionary();

    /// <summary>Takes the answer to one row; one without text or label counts in no figure, one that the model cannot read as answered wrongly.</summary>
    public void Add(TextRow row, RowAnswer answer)
    {
        if (row.Text.Length == 0) return;
        if (row.Labels is not { } truth)
        {
            WithoutLabel++;
        }
        else if (truth.All(_known.Contains))
        {
            if (answer.Fault is not null) _unreadable++;
            var id = _predictions.Count.ToString(CultureInfo.InvariantCulture);
            if (row.Group is { } group) _groups[id] = group;
            _predictions.Add(new Prediction
            {
                Part = DatasetPart.Test, Id = id, Labels = truth,
                Predicted = answer.Labels is { } predicted ? manifest.Task.ToLabels(predicted, manifest.Labels) : null, Probabilities = answer.Probabilities,
            });
        }
        else
        {
            _unknownRows++;
            foreach (var label in truth.Where(label => !_known.Contains(label)))
                if (_unknown.ContainsKey(label) || _unknown.Count < MostUnknown) _unknown[label] = _unknown.GetValueOrDefault(label) + 1;
        }
    }

    /// <summary>In how many groups the rows come that count, one without a group being one of its own; <see langword="null"/> where none has a group.</summary>
    public int? Groups => _groups.Count == 0 ? null : ExampleGroups.Of(_groups).Count(_predictions.Select(prediction => prediction.Id));

    /// <summary>Accuracy, macro-F1 and the figures of each label, with the intervals of a comparison; <see langword="null"/> where no row counts.</summary>
    public TaskMetrics? Measure() => _predictions.Count == 0
        ? null
        : MetricsCalculator.Compute(manifest.Task, manifest.Labels, _predictions, seed: 0, groups: ExampleGroups.Of(_groups));

    /// <summary>What a reader should know of the figures, one sentence each.</summary>
    public IEnumerable<string> Notes()
    {
        if (WithoutLabel > 0) yield return FormattableString.Invariant($"{WithoutLabel:N0} {(WithoutLabel == 1 ? "row has" : "rows have")} no label: left out of the figures.");
        if (_unreadable > 0) yield return FormattableString.Invariant($"{_unreadable:N0} {(_unreadable == 1 ? "row" : "rows")} that the model cannot read {(_unreadable == 1 ? "counts" : "count")} as answered wrongly.");
        if (_predictions.Count == 0) yield return "No row has a text and a label that may be answered: nothing was measured.";
        if (_unknownRows == 0) yield break;
        var names = string.Join(", ", Unknown.Take(UnknownShown).Select(label => FormattableString.Invariant($"`{label.Key}` ({label.Value:N0})")));
        yield return FormattableString.Invariant($"{_unknownRows:N0} {(_unknownRows == 1 ? "row has a label that is" : "rows have labels that are")} never answered: {names}{(_unknown.Count > UnknownShown ? " and others" : "")}; left out of the figures. The answers are {string.Join(", ", manifest.Labels.Take(UnknownShown).Select(label => $"`{label}`"))}.");
    }
}
