using CsCheck;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.TaskKinds;

public sealed class DecisionRuleTests
{
    private static readonly IReadOnlyList<IReadOnlyList<double>> Costs = [[0, 1, 1], [50, 0, 1], [1, 1, 0]];

    private static readonly Gen<double[]> Probabilities = Gen.Double[0.001, 1].Array[3].Select(values => values.Select(value => value / values.Sum()).ToArray());

    [Fact]
    public void A_label_whose_probability_reaches_its_threshold_is_answered_before_more_probable_ones()
    {
        var rule = new DecisionRule { Thresholds = [null, 0.1, null] };
        Assert.Equal([1], TaskKind.Classification.Decide([0.8, 0.1, 0.1], rule));
        Assert.Equal([0], TaskKind.Classification.Decide([0.8, 0.09, 0.11], rule));
    }

    [Fact]
    public void A_label_below_its_threshold_is_answered_where_it_is_the_most_probable() =>
        Assert.Equal([1], TaskKind.Classification.Decide([0.3, 0.4, 0.3], new DecisionRule { Thresholds = [null, 0.5, null] }));

    [Fact]
    public void Of_two_labels_that_reach_theirs_the_one_that_exceeds_it_by_the_larger_factor_is_answered()
    {
        Assert.Equal([2], TaskKind.Classification.Decide([0.1, 0.5, 0.4], new DecisionRule { Thresholds = [null, 0.4, 0.1] }));
        Assert.Equal([1], TaskKind.Classification.Decide([0.1, 0.5, 0.4], new DecisionRule { Thresholds = [null, 0, 0.1] }));
    }

    [Fact]
    public void The_answer_has_the_lowest_expected_cost() => Probabilities.Sample(p =>
    {
        var answer = TaskKind.Classification.Decide(p, new DecisionRule { Costs = Costs })[0];
        return Enumerable.Range(0, 3).All(other => Expected(answer) <= Expected(other) + 1e-12);

        double Expected(int label) => (p[0] * Costs[0][label]) + (p[1] * Costs[1][label]) + (p[2] * Costs[2][label]);
    });

    [Fact]
    public void With_equal_costs_the_most_probable_label_is_answered() => Probabilities.Sample(p =>
        TaskKind.Classification.Decide(p, new DecisionRule { Costs = [[0, 1, 1], [1, 0, 1], [1, 1, 0]] }).SequenceEqual(TaskKind.Classification.Decide(p, DecisionRule.None)));

    [Fact]
    public void A_temperature_softens_probabilities_and_keeps_their_order()
    {
        Assert.Equal([0.8, 0.2], DecisionRule.Scale([0.8, 0.2], 1));
        // At 2 the odds of 4 to 1 are 2 to 1.
        Assert.Equal([2 / 3.0, 1 / 3.0], DecisionRule.Scale([0.8, 0.2], 2).Select(value => Math.Round(value, 15)).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0, 0.0], DecisionRule.Scale([1, 0], 3));
    }

    [Fact]
    public void Softer_probabilities_make_a_dear_mistake_more_likely()
    {
        IReadOnlyList<IReadOnlyList<double>> costs = [[0, 1], [10, 0]];
        Assert.Equal([0], TaskKind.Classification.Decide([0.95, 0.05], new DecisionRule { Costs = costs }));
        Assert.Equal([1], TaskKind.Classification.Decide([0.95, 0.05], new DecisionRule { Costs = costs, Temperature = 2 }));
    }

    [Fact]
    public void An_artifact_keeps_its_rule()
    {
        using var folder = new TemporaryFolder();
        var rule = new DecisionRule { Thresholds = [null, 0.25], Costs = [[0, 1], [10, 0]], Temperature = 1.5 };
        Artifact.WriteManifest(folder.Path, new PredictorManifest { Fulcrum = "1", Rung = "r", Task = TaskKind.Classification, Labels = ["a", "b"], Rule = rule });
        var read = Artifact.ReadManifest(folder.Path).Rule;
        Assert.Equal(rule.Thresholds, read.Thresholds);
        Assert.Equal(rule.Costs.Select(row => string.Join(' ', row)), read.Costs.Select(row => string.Join(' ', row)));
        Assert.Equal(1.5, read.Temperature);
    }

    [Fact]
    public void An_artifact_of_the_first_format_keeps_its_thresholds()
    {
        using var folder = new TemporaryFolder();
        folder.Write("predictor.json", """{"format": 1, "fulcrum": "0.1.0", "rung": "r", "task": "multi-label", "labels": ["a", "b"], "thresholds": [0.2, 0.9]}""");
        var manifest = Artifact.ReadManifest(folder.Path);
        Assert.Equal([0], manifest.Task.Decide([0.3, 0.8], manifest.Rule));
    }
}
