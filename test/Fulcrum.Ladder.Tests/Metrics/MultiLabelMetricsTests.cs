using CsCheck;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class MultiLabelMetricsTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    // By hand: a: 2 of 2 predicted, 2 true; b: 1 hit of 2 predicted, 2 true; c: no hit, 1 predicted, 1 true. Unreadable: b is missed.
    private static readonly Prediction[] Log =
    [
        Row(["a"], ["a"]),
        Row(["a", "b"], ["a", "b"]),
        Row(["c"], ["b"]),
        Row([], ["c"]),
        Row(["b"], null),
        Row([], []),
    ];

    [Fact]
    public void Subset_accuracy_micro_and_macro_F1_are_those_of_scikit_learn()
    {
        var metrics = MetricsCalculator.Compute(TaskKind.MultiLabel, Labels, Log, seed: 1);
        Assert.Equal(3 / 6.0, metrics.Accuracy.Value, 12);
        // 3 hits of 5 predicted and 5 true; (1 + 1/2 + 0) / 3.
        Assert.Equal(2 * 3 / 10.0, metrics.MicroF1!.Value.Value, 12);
        Assert.Equal((1 + 0.5 + 0) / 3, metrics.MacroF1.Value, 12);
        Assert.Equal(
            [new LabelMetrics("a", 1, 1, 1, 2), new LabelMetrics("b", 0.5, 0.5, 0.5, 2), new LabelMetrics("c", 0, 0, 0, 1)], metrics.PerLabel);
        Assert.Empty(metrics.Confusion);
        Assert.InRange(metrics.MicroF1.Value.Low, 0, 0.6);
        Assert.InRange(metrics.MicroF1.Value.High, 0.6, 1);
    }

    [Fact]
    public void A_classification_has_no_micro_F1() =>
        Assert.Null(MetricsCalculator.Compute(TaskKind.Classification, Labels, [Log[0] with { Labels = "a", Predicted = "b" }], seed: 1).MicroF1);

    [Fact]
    public void Exclusive_labels_have_the_same_figures_as_lists_of_one() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]).Array[5, 60].Sample(rows =>
    {
        Prediction[] classes = [.. rows.Select(row => Row([], []) with { Labels = Labels[row.Item1], Predicted = Labels[row.Item2] })];
        Prediction[] lists = [.. rows.Select(row => Row([Labels[row.Item1]], [Labels[row.Item2]]))];
        var one = MetricsCalculator.Compute(TaskKind.Classification, Labels, classes, seed: 1);
        var other = MetricsCalculator.Compute(TaskKind.MultiLabel, Labels, lists, seed: 1);
        return one.Accuracy == other.Accuracy && one.MacroF1.Value == other.MacroF1.Value && one.PerLabel.SequenceEqual(other.PerLabel)
            && Math.Abs(other.MicroF1!.Value.Value - one.Accuracy.Value) < 1e-12;
    });

    private static Prediction Row(string[] truth, string[]? predicted) => new()
    {
        Part = DatasetPart.Test, Id = "", Labels = LabelSet.OfList(truth), Predicted = predicted is null ? null : LabelSet.OfList(predicted),
    };
}
