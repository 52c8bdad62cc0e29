using CsCheck;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Tests.TaskKinds;

public sealed class TaskKindTests
{
    private static readonly string[] Labels = ["billing", "refund", "trial"];

    [Fact]
    public void The_most_probable_label_is_the_answer_to_a_classification_and_the_first_of_equals()
    {
        Assert.Equal([1], TaskKind.Classification.Decide([0.2, 0.5, 0.3], DecisionRule.None));
        Assert.Equal([0], TaskKind.Classification.Decide([0.4, 0.4, 0.2], DecisionRule.None));
        Assert.Equal(LabelSet.Of("refund"), TaskKind.Classification.ToLabels([1], Labels));
    }

    [Fact]
    public void Every_label_from_its_threshold_on_is_an_answer_to_a_multi_label_row_and_none_may_be()
    {
        Assert.Equal([0, 2], TaskKind.MultiLabel.Decide([0.5, 0.4, 0.9], DecisionRule.None));
        Assert.Equal([1], TaskKind.MultiLabel.Decide([0.5, 0.4, 0.9], DecisionRule.Of([0.6, 0.4, 0.95])));
        Assert.Empty(TaskKind.MultiLabel.Decide([0.1, 0.2, 0.3], DecisionRule.None));
        Assert.Equal(LabelSet.OfList(["trial", "billing"]), TaskKind.MultiLabel.ToLabels([0, 2], Labels));
        Assert.Equal("(none)", TaskKind.MultiLabel.ToLabels([], Labels).ToString());
    }

    [Fact]
    public void A_multi_label_row_is_right_where_all_its_labels_are()
    {
        var truth = LabelSet.OfList(["billing", "refund"]);
        Assert.Equal(1, TaskKind.MultiLabel.Score(LabelSet.OfList(["refund", "billing"]), truth));
        Assert.Equal(0, TaskKind.MultiLabel.Score(LabelSet.OfList(["refund"]), truth));
        Assert.Equal(0, TaskKind.MultiLabel.Score((LabelSet?)null, truth));
        Assert.Equal(1, TaskKind.MultiLabel.Score(LabelSet.OfList([]), LabelSet.OfList([])));
    }

    [Fact]
    public void Loss_is_the_negative_log_likelihood_of_the_truth()
    {
        Assert.Equal(-Math.Log(0.3), TaskKind.Classification.Loss([0.2, 0.5, 0.3], [2]), 12);
        Assert.Equal(-Math.Log(0.2 * 0.5 * 0.3), TaskKind.MultiLabel.Loss([0.2, 0.5, 0.7], [0, 1]), 12);
        Assert.Equal(-Math.Log(1e-12), TaskKind.Classification.Loss([1, 0, 0], [1]), 12);
    }

    [Fact]
    public void Confidence_is_the_probability_of_the_whole_answer()
    {
        Assert.Equal(0.5, TaskKind.Classification.Confidence([0.2, 0.5, 0.3], [1]));
        Assert.Equal(0.8 * 0.9 * 0.6, TaskKind.MultiLabel.Confidence([0.8, 0.1, 0.6], [0, 2]), 12);
    }

    [Fact]
    public void Calibration_is_measured_on_the_answer_of_a_classification_and_on_each_label_of_a_multi_label_row()
    {
        Assert.Equal([(0.5, false)], TaskKind.Classification.Claims([0.2, 0.5, 0.3], [1], [2]));
        // Where a rule answers another label than the most probable one, the claim is of that label.
        Assert.Equal([(0.3, true)], TaskKind.Classification.Claims([0.2, 0.5, 0.3], [2], [2]));
        Assert.Equal([(0.8, true), (0.1, false), (0.6, false)], TaskKind.MultiLabel.Claims([0.8, 0.1, 0.6], [0, 2], [0]));
    }

    // Of 20 rows the 10 with the label have 0.3 to 0.39, the others 0.1 to 0.19: anything between tells them apart; 0.245 is half-way.
    [Fact]
    public void A_threshold_tells_the_rows_of_dev_apart_that_one_half_does_not()
    {
        (IReadOnlyList<double>, IReadOnlyList<int>)[] rows =
        [
            .. Enumerable.Range(0, 20).Select(row => (
                (IReadOnlyList<double>)[row < 10 ? 0.3 + (row / 100.0) : 0.1 + ((row - 10) / 100.0)], (IReadOnlyList<int>)(row < 10 ? [0] : []))),
        ];
        Assert.Equal(0.245, Assert.Single(TaskKind.MultiLabel.ChooseThresholds(rows)), 12);
        Assert.Empty(TaskKind.Classification.ChooseThresholds(rows));
        Assert.Empty(TaskKind.MultiLabel.ChooseThresholds([]));
    }

    // The second label is true of 2 rows: too few for a threshold of its own. The best one over both labels is that of the first.
    [Fact]
    public void A_label_of_few_rows_takes_the_threshold_that_is_best_for_all_labels()
    {
        (IReadOnlyList<double>, IReadOnlyList<int>)[] rows =
        [
            .. Enumerable.Range(0, 40).Select(row => (
                (IReadOnlyList<double>)[row < 20 ? 0.4 : 0.1, row < 2 ? 0.05 : 0.01],
                (IReadOnlyList<int>)[.. row < 20 ? [0] : Array.Empty<int>(), .. row < 2 ? [1] : Array.Empty<int>()])),
        ];
        var thresholds = TaskKind.MultiLabel.ChooseThresholds(rows);
        Assert.Equal((0.25, 0.25), (thresholds[0], thresholds[1]));
    }

    [Fact]
    public void No_threshold_on_dev_is_worse_than_one_half() =>
        Gen.Select(Gen.Double[0, 1], Gen.Bool).Array[20, 80].Where(rows => rows.Count(row => row.Item2) >= 10).Sample(rows =>
        {
            var threshold = TaskKind.MultiLabel.ChooseThresholds([.. rows.Select(row => ((IReadOnlyList<double>)[row.Item1], (IReadOnlyList<int>)(row.Item2 ? [0] : [])))])[0];
            return F1(threshold) >= F1(0.5) - 1e-12;

            double F1(double from) => 2.0 * rows.Count(row => row.Item1 >= from && row.Item2) / (rows.Count(row => row.Item1 >= from) + rows.Count(row => row.Item2));
        });

    [Fact]
    public void Kinds_are_found_by_their_names()
    {
        Assert.Equal(["classification", "multi-label"], TaskKind.All.Select(kind => kind.Name));
        Assert.All(TaskKind.All, kind => Assert.Same(kind, TaskKind.Find(kind.Name)));
        Assert.Null(TaskKind.Find("regression"));
    }
}
