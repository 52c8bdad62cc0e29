using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What a schema cannot say about the keys that a task is decided by: labels that there are not, and what contradicts itself.</summary>
/// <param name="errors">Gets what is found.</param>
/// <param name="isExclusive">Whether exactly one label is right.</param>
/// <param name="labels">The labels that the file lists; empty: it lists none, and they are checked with the data.</param>
/// <param name="merge">Whether labels are one that differ in their form alone.</param>
internal sealed class DecisionChecks(InputErrorList errors, bool isExclusive, IReadOnlyCollection<string> labels, bool? merge)
{
    /// <summary>Reports everything found; pieces of the wrong type were reported before and are passed over.</summary>
    public void Check(YamlMapping task)
    {
        var costs = task["costs"] as YamlMapping;
        var recall = (task["constraints"] as YamlMapping)?["min_recall"] as YamlMapping;
        if (costs is not null && !isExclusive)
            errors.Add(costs, "`costs` has no meaning where a row may have several labels.", "Leave it out.");
        foreach (var (truth, answers) in costs?.Entries ?? [])
        {
            CheckLabel(truth, "costs");
            CheckForms(answers as YamlMapping);
            foreach (var (answer, _) in (answers as YamlMapping)?.Entries ?? []) CheckLabel(answer, "costs");
        }

        CheckForms(costs);
        CheckForms(recall);
        foreach (var (label, _) in recall?.Entries ?? []) CheckLabel(label, "min_recall");
        if (costs is not null && recall is not null) CheckFreeMisses(costs, recall);
        if (task["metric"] is YamlScalar { IsNull: false } metric) CheckMetric(metric, costs is not null);
    }

    private void CheckMetric(YamlScalar metric, bool hasCosts)
    {
        try
        {
            MetricName.Parse(metric.Text, labels, hasCosts);
        }
        catch (InputException wrong)
        {
            foreach (var error in wrong.Errors) errors.Add(metric, error);
        }
    }

    /// <summary>Reports keys that are one label where forms are merged.</summary>
    private void CheckForms(YamlMapping? mapping)
    {
        if (mapping is null || merge != true) return;
        foreach (var same in mapping.Entries.Select(entry => entry.Key).GroupBy(key => LabelForm.Fold(key.Text)))
        {
            var first = same.First();
            foreach (var other in same.Skip(1))
                errors.Add(other, $"`{LabelForm.Show(first.Text)}` and `{LabelForm.Show(other.Text)}` are one label in two forms; the first is in line {first.Start.Line}.", "Leave one of them out.");
        }
    }

    private void CheckFreeMisses(YamlMapping costs, YamlMapping recall)
    {
        var matrix = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (var (truth, answers) in costs.Entries)
        {
            var row = new Dictionary<string, double>();
            foreach (var (answer, cost) in (answers as YamlMapping)?.Entries ?? [])
                if (ReadNumber(cost) is { } number) row[Named(answer.Text)] = number;
            matrix[Named(truth.Text)] = row;
        }

        foreach (var label in FreeMisses.Find(labels, matrix, recall.Entries.Select(entry => Named(entry.Key.Text))))
        {
            var (goal, free) = (KeyOf(recall, label), KeyOf(costs, label));
            errors.Add(
                goal,
                $"`constraints.min_recall` asks that `{LabelForm.Show(label)}` is found, but `costs` in line {free.Start.Line} makes missing it free.",
                "Leave one of them out, or say what missing it costs.");
        }
    }

    private YamlScalar KeyOf(YamlMapping mapping, string label) => mapping.Entries.First(entry => Named(entry.Key.Text) == label).Key;

    private void CheckLabel(YamlScalar label, string where)
    {
        if (labels.Count == 0 || labels.Contains(Named(label.Text))) return;
        errors.Add(label, UnknownLabel(label.Text, where, labels));
    }

    /// <summary>That a label of <c>costs</c> or <c>min_recall</c> is none of the task's.</summary>
    public static InputError UnknownLabel(string label, string where, IReadOnlyCollection<string> labels) => new($"`{LabelForm.Show(label)}` in `{where}` is not one of the labels.")
    {
        Remedy = LabelForm.Nearest(label, labels) is { } nearest ? $"Did you mean `{LabelForm.Show(nearest)}`?" : NearestName.Remedy(label, labels),
    };

    private string Named(string label) =>
        merge != true || labels.Contains(label) ? label : labels.FirstOrDefault(other => LabelForm.Fold(other) == LabelForm.Fold(label), label);

    private static double? ReadNumber(YamlTree value) =>
        value is YamlScalar { IsPlain: true } scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
