using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Cascades;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.LabelErrors;

public class LabelErrorFinderTests
{
    private static readonly DataSplit Split = new()
    {
        Train = [], Dev = Rows(DatasetPart.Dev, 20), Test = Rows(DatasetPart.Test, 60), Labels = MadeUpLogs.Labels, Seed = 1,
    };

    // Both say the other label in rows 7 and 21; each is wrong by itself somewhere, and the first is unsure in row 21.
    private static readonly TrialLog First = MadeUpLogs.Log(TestRungs.Classical, 1, row => row is 7 or 21 or 30, row => row == 21 ? 0.52 : 0.9, dev: 20, test: 60);

    private static readonly TrialLog Second = MadeUpLogs.Log(TestRungs.Lora, 9, row => row is 7 or 21 or 40, _ => 0.95, dev: 20, test: 60);

    [Fact]
    public void A_label_that_all_good_rungs_dispute_with_confidence_is_found_in_every_part()
    {
        var found = Among(First, Second);

        Assert.Equal([("Dev-7", DatasetPart.Dev, "ham"), ("Test-7", DatasetPart.Test, "ham")], found.Rows.Select(row => (row.Example.Id, row.Part, row.Suggested)));
        Assert.Equal(0.925, found.Rows[0].Confidence, 12);
        Assert.Equal(0.075, found.Rows[0].Doubt, 12);
        Assert.Equal(["classical", "lora"], found.Rows[0].Says.Keys);
        Assert.Equal((80, null), (found.Searched, found.Note));
    }

    [Fact]
    public void The_word_of_a_rung_that_is_far_behind_or_gives_no_probabilities_does_not_count()
    {
        var behind = MadeUpLogs.Log(TestRungs.ZeroShot, 5, row => row % 5 == 2, _ => 0.9, dev: 20, test: 60);
        var silent = MadeUpLogs.Log(TestRungs.FewShot, 5, _ => false, null, dev: 20, test: 60);

        Assert.Equal(["classical", "lora"], Among(First, behind, silent, Second).Trials);
    }

    [Fact]
    public void Rows_that_somebody_looked_at_are_left_out() =>
        Assert.Equal(["Dev-7"], new LabelErrorFinder(TaskKind.Classification, Split).Among([First, Second], new HashSet<string> { "Test-7" }).Rows.Select(row => row.Example.Id));

    [Fact]
    public void Without_a_good_rung_none_are_looked_for()
    {
        var found = Among(MadeUpLogs.Log(TestRungs.Majority, 0, row => row % 2 == 1, _ => 0.5, dev: 20, test: 60));

        Assert.Equal("Wrong labels are not looked for: that takes two judged rungs that give probabilities, beat always answering the most frequent label, and are about as good as the best.", found.Note);
    }

    [Fact]
    public void Where_several_labels_may_be_right_none_are_looked_for() => Assert.Equal(
        "Wrong labels are looked for where exactly one label is right.", new LabelErrorFinder(TaskKind.MultiLabel, Split).Among([], new HashSet<string>()).Note);

    [Fact]
    public void The_threshold_of_a_class_is_how_sure_a_rung_is_of_its_rows_on_average()
    {
        // Northcutt et al., equation 2, by hand: (0.9 + 0.5) / 2 = 0.7 of class 0, (0.6 + 0.8) / 2 = 0.7 of class 1.
        (IReadOnlyList<double>, int)[] rows = [([0.9, 0.1], 0), ([0.5, 0.5], 0), ([0.4, 0.6], 1), ([0.2, 0.8], 1)];
        var learning = new ConfidentLearning(rows, 2);

        Assert.Equal([0, null, null, 1], rows.Select(row => learning.ClassOf(row.Item1)));
        Assert.Equal(0, new ConfidentLearning([([0.4, 0.6], 0), ([0.3, 0.7], 0)], 2).ClassOf([0.4, 0.6]));
    }

    private static LabelErrorReport Among(params TrialLog[] logs) => new LabelErrorFinder(TaskKind.Classification, Split).Among(logs, new HashSet<string>());

    private static Example[] Rows(DatasetPart part, int count) => [.. Enumerable.Range(0, count).Select(row => new Example($"{part}-{row}", $"text {row}", MadeUpLogs.Truth(row)))];
}
