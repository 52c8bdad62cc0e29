using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics.Decision;

public sealed class RuleChooserTests
{
    private static readonly string[] Labels = ["normal", "phishing"];

    [Fact]
    public void Where_a_task_asks_for_nothing_answers_stand_as_logged() => Assert.Null(Chooser(new TaskConstraints()).Choose([Row("phishing", 0.9)], []));

    [Fact]
    public void Answers_without_probabilities_stand_as_logged() => Assert.Null(MinRecall(0.9).Choose([Row("phishing", 0.9) with { Probabilities = [] }], []));

    [Fact]
    public void Answers_stand_where_several_labels_may_be_right() => Assert.Null(
        new RuleChooser(Task(new TaskConstraints { MinRecall = new Dictionary<string, double> { ["phishing"] = 0.9 } }) with { Kind = TaskKind.MultiLabel }, Labels, ExampleGroups.None)
            .Choose([Row("phishing", 0.9)], []));

    [Fact]
    public void The_largest_threshold_is_chosen_whose_recall_reaches_the_goal_with_the_lower_end_of_its_interval()
    {
        // Probabilities of phishing of 1/500, 2/500 ... 1: Wilson's interval of 466 of 500 begins at 90.6 %, that of 465 at 89.9…
        var dev = Enumerable.Range(1, 500).Select(i => Row("phishing", i / 500.0)).ToArray();
        var needed = Enumerable.Range(1, 500).First(found => WilsonInterval.Compute(found / 500.0, 500).Low >= 0.9);

        var chosen = MinRecall(0.9).Choose(dev, [])!;

        Assert.Equal([null, (501 - needed) / 500.0], chosen.Rule.Thresholds);
        var goal = Assert.Single(chosen.Goals);
        Assert.Equal((RecallGoalStatus.Shown, 500, needed / 500.0), (goal.Status, goal.Rows, goal.Recall!.Value.Value));
        Assert.Equal(needed, chosen.Apply(TaskKind.Classification, Labels, dev).Count(row => row.Predicted == "phishing"));
    }

    [Fact]
    public void Where_dev_has_too_few_rows_the_recall_itself_has_to_do_and_that_is_said()
    {
        var dev = Enumerable.Range(1, 20).Select(i => Row("phishing", i / 20.0)).ToArray();

        var chosen = MinRecall(0.9).Choose(dev, [])!;

        Assert.Equal([null, 3 / 20.0], chosen.Rule.Thresholds);
        Assert.Equal(
            ["`phishing` is answered from a probability of 15.0\u202f% on: that finds 90.0\u202f% [69.9, 97.2] of the 20\u00a0rows on dev, too few to show 90.0\u202f%."],
            chosen.Sentences());
    }

    [Fact]
    public void Where_the_usual_answers_meet_the_goal_no_threshold_is_chosen()
    {
        var dev = Enumerable.Range(0, 200).Select(_ => Row("phishing", 0.9)).ToArray();
        var chosen = MinRecall(0.95).Choose(dev, [])!;
        Assert.Empty(chosen.Rule.Thresholds);
        Assert.Equal(["The usual answers stand for `phishing`: that finds 100.0\u202f% [98.1, 100.0] of the 200\u00a0rows on dev, and so at least 95.0\u202f%."], chosen.Sentences());
    }

    [Fact]
    public void Rows_of_one_group_show_less_than_as_many_rows()
    {
        Prediction[] dev = [.. Enumerable.Range(0, 200).Select(i => Row("phishing", 0.9, $"{i}"))];
        var groups = ExampleGroups.Of(dev.ToDictionary(row => row.Id, row => $"{int.Parse(row.Id, System.Globalization.CultureInfo.InvariantCulture) / 20}"));
        var task = Task(new TaskConstraints { MinRecall = new Dictionary<string, double> { ["phishing"] = 0.95 } });
        Assert.Equal(RecallGoalStatus.MetOnDev, Assert.Single(new RuleChooser(task, Labels, groups).Choose(dev, [])!.Goals).Status);
    }

    [Fact]
    public void Without_a_row_of_the_label_on_dev_that_is_said() => Assert.Equal(
        ["Dev has no row of `phishing` with probabilities: nothing could be chosen to find 90.0\u202f% of them."],
        MinRecall(0.9).Choose([Row("normal", 0.2)], [])!.Sentences());

    [Fact]
    public void Two_goals_are_met_together()
    {
        // Phishing and normal overlap: answering one more often costs the other, and both can be met.
        var dev = Enumerable.Range(1, 400).SelectMany(i => new[] { Row("phishing", 0.2 + (i / 500.0)), Row("normal", 0.45 * i / 400) }).ToArray();
        var task = Task(new TaskConstraints { MinRecall = new Dictionary<string, double> { ["phishing"] = 0.7, ["normal"] = 0.8 } });
        var chosen = new RuleChooser(task, Labels, ExampleGroups.None).Choose(dev, [])!;
        var answers = chosen.Apply(TaskKind.Classification, Labels, dev);
        Assert.Equal([RecallGoalStatus.Shown, RecallGoalStatus.Shown], chosen.Goals.Select(goal => goal.Status));
        foreach (var goal in chosen.Goals)
            Assert.Equal(goal.Recall!.Value.Value, answers.Where(row => row.Labels == goal.Label).Average(row => row.Predicted == row.Labels ? 1.0 : 0), 12);
    }

    [Fact]
    public void Goals_that_cannot_be_met_together_are_reported()
    {
        // The same probabilities of both labels: whichever threshold is lowered, the other label loses as many.
        var dev = Enumerable.Range(1, 400).SelectMany(i => new[] { Row("phishing", i / 401.0), Row("normal", i / 401.0) }).ToArray();
        var task = Task(new TaskConstraints { MinRecall = new Dictionary<string, double> { ["phishing"] = 0.9, ["normal"] = 0.9 } });
        Assert.Contains(RecallGoalStatus.NotAttainable, new RuleChooser(task, Labels, ExampleGroups.None).Choose(dev, [])!.Goals.Select(goal => goal.Status));
    }

    [Fact]
    public void Costs_are_expected_at_the_temperature_with_the_highest_likelihood()
    {
        // Claims of 99 % of which 80 % are true: odds of 99 to 1 that should be 4 to 1.
        Prediction[] dev = [.. Enumerable.Range(0, 100).Select(i => Row(i % 5 == 0 ? "normal" : "phishing", 0.99))];
        var rule = Chooser(new TaskConstraints(), 10).Choose(dev, [])!.Rule;
        Assert.Equal(Math.Log(99) / Math.Log(4), rule.Temperature, 4);
        Assert.Equal([[0, 1], [10, 0]], rule.Costs.Select(row => row.ToArray()));
        Assert.Empty(rule.Thresholds);
    }

    [Fact]
    public void With_few_rows_of_dev_probabilities_are_taken_as_they_are() =>
        Assert.Equal(1, Chooser(new TaskConstraints(), 10).Choose([Row("normal", 0.99), Row("phishing", 0.99)], [])!.Rule.Temperature);

    [Fact]
    public void The_rule_decides_every_part_and_leaves_answers_without_probabilities()
    {
        var chosen = Chooser(new TaskConstraints(), 10).Choose([], [Row("phishing", 0.2)])!;
        Prediction[] log = [Row("phishing", 0.2) with { Part = DatasetPart.Test }, Row("phishing", 0.05), Row("normal", 0.9) with { Probabilities = [], Predicted = null }];
        Assert.Equal(["phishing", "normal", null], chosen.Apply(TaskKind.Classification, Labels, log).Select(row => row.Predicted?.Only));
    }

    private static RuleChooser MinRecall(double minimum) => Chooser(new TaskConstraints { MinRecall = new Dictionary<string, double> { ["phishing"] = minimum } });

    private static RuleChooser Chooser(TaskConstraints constraints, double? missed = null) => new(Task(constraints, missed), Labels, ExampleGroups.None);

    private static TaskDefinition Task(TaskConstraints constraints, double? missed = null) => new()
    {
        Name = "t",
        Data = new DataSource { Path = "t.csv" },
        Constraints = constraints,
        Costs = missed is { } cost
            ? new Dictionary<string, IReadOnlyDictionary<string, double>> { ["phishing"] = new Dictionary<string, double> { ["normal"] = cost } }
            : new Dictionary<string, IReadOnlyDictionary<string, double>>(),
    };

    private static Prediction Row(string truth, double phishing, string? id = null) => new()
    {
        Part = DatasetPart.Dev, Id = id ?? Guid.NewGuid().ToString(), Labels = truth, Predicted = phishing > 0.5 ? "phishing" : "normal", Probabilities = [1 - phishing, phishing],
    };
}
