using CsCheck;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics.Decision;

public sealed class DecisionMetricTests
{
    private static readonly string[] Labels = ["normal", "phishing", "spam"];

    private static readonly CostMatrix Costs = CostMatrix.Of(
        Labels, new Dictionary<string, IReadOnlyDictionary<string, double>> { ["phishing"] = new Dictionary<string, double> { ["normal"] = 50, ["spam"] = 10 } });

    private static readonly string[] Names = ["accuracy", "macro-f1", "recall:phishing", "cost"];

    // 3 stands for an answer that could not be read. Each label is true at least twice, so that one row less changes no label that occurs.
    private static readonly Gen<Prediction[]> Logs = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Array[300, 600].Select(rows =>
        rows.Concat([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)]).Select((row, i) => Row(i, Labels[row.Item1], row.Item2 < 3 ? Labels[row.Item2] : null)).ToArray());

    private static readonly Gen<Prediction[]> ListLogs = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[300, 600].Select(rows =>
        rows.Select((row, i) => Row(i, Some(row.Item1), Some(row.Item2))).ToArray());

    [Fact]
    public void The_mean_of_the_values_is_the_figure() => Logs.Sample(log =>
    {
        var constant = Labels.Min(answer => log.Sum(row => Costs[Array.IndexOf(Labels, row.Labels.Only), Array.IndexOf(Labels, answer)]));
        var phish = log.Where(row => row.Labels == "phishing").ToArray();
        Equal(log.Average(row => row.Predicted == row.Labels ? 1.0 : 0), Figure("accuracy", log));
        Equal(F1Score.Macro(Outcomes.Of(TaskKind.Classification, Labels, log).Count()), Figure("macro-f1", log));
        Equal(phish.Average(row => row.Predicted == "phishing" ? 1.0 : 0), Figure("recall:phishing", log));
        Equal(1 - (log.Sum(Costs.Of) / constant), Figure("cost", log));
    });

    [Fact]
    public void The_mean_is_the_figure_where_several_labels_may_be_right() => ListLogs.Sample(log =>
    {
        Equal(F1Score.Macro(Outcomes.Of(TaskKind.MultiLabel, Labels, log).Count()), Figure("macro-f1", log, TaskKind.MultiLabel));
        var spam = log.Where(row => row.Labels.Contains("spam")).ToArray();
        Equal(spam.Average(row => row.Predicted!.Contains("spam") ? 1.0 : 0), Figure("recall:spam", log, TaskKind.MultiLabel));
    });

    [Fact]
    public void Values_are_those_of_the_jackknife_that_leaves_out_row_after_row() => Logs.Sample(log => Names.All(name => AreOfJackknife(name, log, TaskKind.Classification)), iter: 10);

    [Fact]
    public void Values_are_those_of_the_jackknife_where_several_labels_may_be_right() =>
        ListLogs.Sample(log => AreOfJackknife("macro-f1", log, TaskKind.MultiLabel) && AreOfJackknife("recall:phishing", log, TaskKind.MultiLabel), iter: 10);

    [Fact]
    public void Recall_counts_the_rows_of_its_label_alone()
    {
        Prediction[] log = [Row(0, "phishing", "phishing"), Row(1, "phishing", "normal"), Row(2, "normal", "phishing"), Row(3, "normal", null)];

        // r = 1/2 of 2 rows among 4: r + 4 (hit − r) / 2.
        Assert.Equal([1.5, -0.5, 0.5, 0.5], Parse("recall:phishing").PseudoValues(TaskKind.Classification, Labels, log));
    }

    [Fact]
    public void Recall_of_a_label_that_no_row_has_is_0() =>
        Assert.Equal([0, 0], Parse("recall:spam").PseudoValues(TaskKind.Classification, Labels, [Row(0, "phishing", "spam"), Row(1, "normal", "normal")]));

    [Fact]
    public void Savings_are_measured_by_the_best_constant_answer()
    {
        // Always `phishing` costs 3 here, always `normal` 50.
        Prediction[] log = [Row(0, "phishing", "phishing"), Row(1, "normal", "phishing"), Row(2, "normal", "normal"), Row(3, "normal", "normal")];
        Equal(1 - (1 / 3.0), Figure("cost", log));
    }

    [Fact]
    public void An_unreadable_answer_costs_as_much_as_the_worst() =>
        Assert.Equal([50, 1, 10], new[] { Row(0, "phishing", null), Row(1, "normal", null), Row(2, "phishing", "spam") }.Select(Costs.Of));

    [Fact]
    public void Where_a_constant_answer_costs_nothing_less_cost_is_still_better()
    {
        Prediction[] log = [Row(0, "phishing", "spam"), Row(1, "phishing", "phishing")];
        Assert.Equal([-10, 0], Parse("cost").PseudoValues(TaskKind.Classification, Labels, log));
    }

    [Theory]
    [InlineData("accuracy", "accuracy")]
    [InlineData("macro-f1", "macro-F1")]
    [InlineData("recall:phishing", "recall of `phishing`")]
    [InlineData("cost", "share of the cost saved")]
    public void Metrics_are_found_by_name(string name, string spoken) => Assert.Equal((name, spoken), (Parse(name).Name, Parse(name).Spoken));

    [Theory]
    [InlineData("acuracy", "`acuracy` is not a metric. Did you mean `accuracy`?")]
    [InlineData("macrof1", "`macrof1` is not a metric. Did you mean `macro-f1`?")]
    [InlineData("recal", "`recal` is not a metric. Did you mean `recall:LABEL`?")]
    [InlineData("recal:spam", "`recal:spam` is not a metric. Did you mean `recall:spam`?")]
    [InlineData("precision@5", "`precision@5` is not a metric. Possible here: accuracy, macro-f1, recall:LABEL, cost.")]
    [InlineData("recall", "The metric `recall` does not say of which label. Write `recall:LABEL`, e.g. `recall:normal`.")]
    [InlineData("recall:", "The metric `recall:` does not say of which label. Write `recall:LABEL`, e.g. `recall:normal`.")]
    [InlineData("recall:phising", "`phising` of the metric `recall:phising` is not one of the labels. Did you mean `recall:phishing`?")]
    [InlineData("recall:x", "`x` of the metric `recall:x` is not one of the labels. Possible here: normal, phishing, spam.")]
    public void Unknown_metrics_are_errors_that_name_the_nearest(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Parse(text)).Message);

    [Fact]
    public void Cost_needs_costs() => Assert.Equal(
        "The metric `cost` needs `costs`, which say what a wrong answer costs. Give `costs`, or decide by `accuracy`.",
        Assert.Throws<InputException>(() => DecisionMetric.Parse("cost", Labels)).Message);

    [Fact]
    public void Any_label_is_taken_while_the_labels_are_not_known() => Assert.Equal("recall:x", DecisionMetric.Parse("recall:x", []).Name);

    private static DecisionMetric Parse(string name) => DecisionMetric.Parse(name, Labels, Costs);

    private static double Figure(string name, Prediction[] log, TaskKind? kind = null) => Parse(name).PseudoValues(kind ?? TaskKind.Classification, Labels, log).Average();

    private static void Equal(double expected, double actual) => Assert.InRange(actual - expected, -1e-12, 1e-12);

    /// <summary>The pseudo-values of the jackknife (Tukey 1958) differ from those of the linearized figure by something of the order 1/n.</summary>
    private static bool AreOfJackknife(string name, Prediction[] log, TaskKind kind)
    {
        var n = log.Length;
        var all = Figure(name, log, kind);
        var values = Parse(name).PseudoValues(kind, Labels, log);
        // Rows with the same truth and answer have the same value.
        return log.Index().DistinctBy(row => (row.Item.Labels, row.Item.Predicted)).All(row =>
        {
            var jackknife = (n * all) - ((n - 1) * Figure(name, [.. log.Where((_, i) => i != row.Index)], kind));
            return Math.Abs(jackknife - values[row.Index]) < 0.02 + (0.03 * Math.Abs(jackknife - all));
        });
    }

    private static LabelSet Some(int bits) => LabelSet.OfList(Labels.Where((_, i) => (bits & (1 << i)) != 0));

    private static Prediction Row(int id, LabelSet truth, LabelSet? answer) =>
        new() { Part = DatasetPart.Test, Id = $"{id}", Labels = truth, Predicted = answer };
}
