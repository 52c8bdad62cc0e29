using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>By what a verdict is made.</summary>
public sealed record VerdictRules
{
    // Where a label is as rare as this, a rung that never answers it looks good by accuracy.
    private const double RareShare = 0.15;
    private const double RareOfEqualShare = 0.9;

    /// <summary>A loss to the best rung that does not matter, as a share of the metric: .01 is one point.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>The figure that decides.</summary>
    public DecisionMetric Metric { get; init; } = DecisionMetric.Accuracy;

    /// <summary>Why that figure decides, in a sentence, where nobody asked for it; <see langword="null"/> otherwise.</summary>
    public string? MetricReason { get; init; }

    /// <summary>Volume and prices: what costs least is taken among trials that are equally good.</summary>
    public ServingTerms Terms { get; init; } = new(Volume: 100_000, HardwarePrice: 0.10, Months: 12);

    /// <summary>What a trial must keep to be recommended.</summary>
    public TaskConstraintList Constraints { get; init; } = TaskConstraintList.Of(new TaskConstraints());

    /// <summary>Rows of the test part.</summary>
    public required int TestRows { get; init; }

    /// <summary>The labels of the task.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Which examples belong together.</summary>
    public ExampleGroups Groups { get; init; } = ExampleGroups.None;

    /// <summary>How an answer is scored.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Classification;

    /// <summary>The rules of a task.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The task names a metric that there is not.</exception>
    public static VerdictRules Of(TaskDefinition task, DataSplit data, ExampleGroups groups)
    {
        var rules = new VerdictRules
        {
            Margin = task.Margin / 100,
            TestRows = data.Test.Count,
            Labels = data.Labels,
            Groups = groups,
            Kind = task.Kind,
            Terms = ServingTerms.Of(task),
            Constraints = TaskConstraintList.Of(task.Constraints),
        };
        if (task.Metric is { } metric) return rules with { Metric = DecisionMetric.Parse(metric, data.Labels, task.Costs.Count > 0 ? CostMatrix.Of(data.Labels, task.Costs) : null) };
        if (!task.Kind.IsExclusive || data.Test.Count == 0) return rules;
        var (rarest, rows) = data.Labels.Select(label => (label, data.Test.Count(example => example.Labels.Contains(label)))).MinBy(label => label.Item2);
        var share = (double)rows / data.Test.Count;
        if (share >= RareShare || share >= RareOfEqualShare / data.Labels.Count) return rules;
        return rules with
        {
            Metric = DecisionMetric.Parse("macro-f1", data.Labels),
            MetricReason = $"Macro-F1 decides, because `{LabelForm.Show(rarest)}` has {DisplayFormat.Percent(share)} of the test rows; `metric` in the task or --metric sets another.",
        };
    }
}
