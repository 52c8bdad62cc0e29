using System.Globalization;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Splitting;

public sealed class SplitterTests
{
    [Fact]
    public void A_fifth_is_for_test_and_a_tenth_of_the_rest_for_dev_of_every_label()
    {
        var split = Splitter.Split(Rows(1000), new SplitOptions { Seed = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal((720, 80, 200), (split.Train.Count, split.Dev.Count, split.Test.Count));
        Assert.All(split.Labels, label => Assert.Equal(50, split.Test.Count(row => row.Labels == label)));
        Assert.Equal(2, split.Notes.Count);
        Assert.StartsWith("test drawn with seed 1: 200 rows, stratified by label", split.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_all_alike_cannot_be_divided()
    {
        var text = "Dear customer, your parcel number {0} could not be delivered, so please pay the fee and confirm the address.";
        var data = Rows(200);
        data = data with { Examples = [.. data.Examples.Select((row, i) => row with { Text = string.Format(CultureInfo.InvariantCulture, text, i) })] };

        var bad = Assert.Throws<InputException>(() => Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken));

        var error = Assert.Single(bad.Errors).ToString();
        Assert.Contains("No rows can be taken for the test part: 200 rows form 1 group of near-duplicates", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_group_is_named_as_what_keeps_the_rows_together()
    {
        var data = Rows(40);
        data = data with { Examples = [.. data.Examples.Select(row => row with { Group = "all" })] };

        Assert.Equal(
            "No rows can be taken for the test part: 40 of 40 rows have the group `all`, and rows of one group stay together. "
            + "Group by a column with more values (data: group: ...), take the group column out, or give the test part as a file of its own.",
            ErrorOf(data));
    }

    [Fact]
    public void Texts_of_digits_alone_are_named_as_what_keeps_the_rows_together()
    {
        var data = Rows(40);
        data = data with { Examples = [.. data.Examples.Select((row, i) => row with { Text = $"{i * 7919}" })] };

        Assert.Equal(
            "No rows can be taken for the test part: 40 of 40 rows hold no letters, and texts that differ in their digits alone count as near-duplicates, which stay together. "
            + "Name the column with the texts (data: text: ...), or give the test part as a file of its own.",
            ErrorOf(data));
    }

    [Fact]
    public void Near_duplicates_and_groups_that_hang_together_are_both_named()
    {
        var data = Rows(40);
        // Two groups, and one text that stands in both.
        data = data with { Examples = [.. data.Examples.Select((row, i) => row with { Group = $"g{i / 20}", Text = i is 0 or 39 ? "The same text, word for word." : row.Text })] };

        Assert.Equal(
            "No rows can be taken for the test part: 40 rows form 1 group of near-duplicates and rows of the same group, and the largest holds 40 rows. "
            + "Take out copies of the same text, or give the test part as a file of its own.",
            ErrorOf(data));
    }

    [Fact]
    public void Rows_without_a_group_are_drawn_one_by_one()
    {
        var data = Rows(80);
        data = data with { Examples = [.. data.Examples.Select((row, i) => row with { Group = i < 16 ? $"t{i / 2}" : null })] };
        var split = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Contains(split.Test, row => row.Group is null);
        Assert.Equal(16, split.Test.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(14)]
    [InlineData(30)]
    public void Even_the_smallest_set_gets_every_part(int rows)
    {
        var split = Splitter.Split(Rows(rows), new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.NotEmpty(split.Test);
        Assert.NotEmpty(split.Dev);
    }

    [Fact]
    public void Dev_is_capped()
    {
        var split = Splitter.Split(Rows(10_000), new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((7500, 500, 2000), (split.Train.Count, split.Dev.Count, split.Test.Count));
    }

    [Fact]
    public void Another_seed_draws_other_rows()
    {
        var data = Rows(100);
        var (one, two) = (Splitter.Split(data, new SplitOptions { Seed = 1 }, TestContext.Current.CancellationToken), Splitter.Split(data, new SplitOptions { Seed = 2 }, TestContext.Current.CancellationToken));
        Assert.NotEqual(one.Test, two.Test);
    }

    [Fact]
    public void Given_parts_stay_as_they_are_and_only_dev_is_drawn()
    {
        var data = Rows(100);
        data = data with { GivenParts = data.Examples.Index().ToDictionary(e => e.Item.Id, e => e.Index < 60 ? DatasetPart.Train : e.Index < 90 ? DatasetPart.Test : DatasetPart.Shift) };
        var split = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(data.Examples.Skip(60).Take(30), split.Test);
        Assert.Equal(data.Examples.Skip(90), split.Shift);
        Assert.Equal(60, split.Train.Count + split.Dev.Count);
        Assert.Equal(4, split.Dev.Count);
        Assert.Equal("Parts given by the source: train 60, test 30, shift 10.", split.Notes[0]);
    }

    [Fact]
    public void Only_shift_given_leaves_test_to_be_drawn()
    {
        var data = Rows(100);
        data = data with { GivenParts = data.Examples.Take(20).ToDictionary(e => e.Id, _ => DatasetPart.Shift) };
        var split = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((60, 4, 16, 20), (split.Train.Count, split.Dev.Count, split.Test.Count, split.Shift.Count));
    }

    [Fact]
    public void Fewer_rows_to_learn_from_and_to_measure_on_can_be_asked_for()
    {
        var data = Rows(1000);
        var all = Splitter.Split(data, new SplitOptions { Seed = 5 }, TestContext.Current.CancellationToken);
        var few = Splitter.Split(data, new SplitOptions { Seed = 5, TrainRows = 32, TestRows = 20 }, TestContext.Current.CancellationToken);
        Assert.Equal((32, 50, 20), (few.Train.Count, few.Dev.Count, few.Test.Count));
        Assert.Subset(all.Train.ToHashSet(), few.Train.ToHashSet());
        Assert.Equal(4, few.Train.DistinctBy(row => row.Labels).Count());
        Assert.Contains("32 rows of 720 kept to learn from, 50 to choose settings on.", few.Notes);
    }

    [Fact]
    public void Labels_left_without_a_row_are_noted()
    {
        var split = Splitter.Split(Rows(100), new SplitOptions { TrainRows = 2 }, TestContext.Current.CancellationToken);
        Assert.Contains(split.Notes, note => note.StartsWith("train has no row of `l", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_made_of_large_groups_still_stands_on_both_sides()
    {
        var data = Rows(40);
        data = data with { Examples = [.. data.Examples.Select((e, i) => e with { Group = e.Labels == "l0" ? $"g{i / 4 % 2}" : null })] };
        var split = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(5, split.Test.Count(row => row.Labels == "l0"));
        Assert.Equal(5, split.Train.Count(row => row.Labels == "l0"));
    }

    [Fact]
    public void Everything_that_makes_a_data_set_useless_is_said_at_once()
    {
        var data = Rows(8) with { Examples = [new("1", "a", "x"), new("2", "b", "x"), new("3", "c", "x")], Labels = ["x", "y"] };
        var errors = Assert.Throws<InputException>(() => Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken)).Errors;
        Assert.Equal(
            [
                "The data set has 3 rows; nothing can be measured on fewer than 10.",
                "Every row has the label `x`: there is nothing to tell apart.",
                "The label `y` has 0 rows; one to learn from and one to measure on are needed.",
            ],
            errors.Select(e => e.Message));
        Assert.All(errors, e => Assert.NotNull(e.Remedy));
    }

    [Fact]
    public void A_label_in_test_that_train_lacks_is_refused()
    {
        var data = Rows(40);
        data = data with { GivenParts = data.Examples.ToDictionary(e => e.Id, e => e.Labels == "l3" ? DatasetPart.Test : DatasetPart.Train) };
        var error = Assert.Single(Assert.Throws<InputException>(() => Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken)).Errors);
        Assert.Equal("The label `l3` occurs in the test part (10 rows, first `id3`) but not in the training part.", error.Message);
    }

    [Fact]
    public void A_label_in_test_that_train_writes_otherwise_is_answered_with_that_form()
    {
        var data = Rows(40);
        data = data with
        {
            Examples = [.. data.Examples.Select((e, i) => e with { Labels = i < 36 ? $"{i % 2}" : "1.0" })],
            Labels = ["0", "1", "1.0"],
            GivenParts = data.Examples.Index().ToDictionary(e => e.Item.Id, e => e.Index < 36 ? DatasetPart.Train : DatasetPart.Test),
        };
        Assert.Equal("The label `1.0` occurs in the test part (4 rows, first `id36`) but not in the training part. Did you mean `1`?", ErrorOf(data));
    }

    [Fact]
    public void A_group_on_both_sides_of_given_parts_is_refused_and_named_with_its_rows()
    {
        // Of 40 rows 20 are train, 10 dev and 10 test; family 3 is in all of them, 0 to 2 and 4 in train and test.
        var data = Rows(40);
        data = data with
        {
            Examples = [.. data.Examples.Select((e, i) => e with { Group = i is 0 or 20 or 30 ? "f3" : i is >= 1 and < 5 or >= 31 and < 35 ? $"f{(i % 30) + 4}" : null })],
            GivenParts = data.Examples.Index().ToDictionary(e => e.Item.Id, e => e.Index < 20 ? DatasetPart.Train : e.Index < 30 ? DatasetPart.Dev : DatasetPart.Test),
            Columns = new TextColumns("text") { Group = "family" },
        };

        var errors = Assert.Throws<InputException>(() => Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken)).Errors;

        const string Why = "part as given, and rows of one group belong together:";
        Assert.Equal(
            [
                $"1 group of `family` is in both the train and the dev {Why} `f3` (rows `id0` and `id20`).",
                $"5 groups of `family` are in both the train and the test {Why} `f3` (rows `id0` and `id30`), `f5` (rows `id1` and `id31`), `f6` (rows `id2` and `id32`), ....",
                $"1 group of `family` is in both the dev and the test {Why} `f3` (rows `id20` and `id30`).",
            ],
            errors.Select(e => e.Message));
        Assert.Equal(
            [
                "Move each group to one part, or give all rows as one file, so that parts are drawn with groups kept together. "
                + "If rows of one `family` are not alike, name another column (data: group: ...), or rename that one.",
            ],
            errors.Select(e => e.Remedy).Distinct());
    }

    [Fact]
    public void A_group_of_a_given_test_part_may_not_be_in_the_rows_that_train_and_dev_are_drawn_from()
    {
        var data = Rows(40);
        data = data with
        {
            Examples = [.. data.Examples.Select((e, i) => e with { Group = i is 7 or 35 ? "thread 1" : null })],
            GivenParts = data.Examples.Skip(30).ToDictionary(e => e.Id, _ => DatasetPart.Test),
        };
        Assert.StartsWith("1 group is in both the train and the test part as given, and rows of one group belong together: `thread 1` (rows `id7` and `id35`).", ErrorOf(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_may_be_in_shift_as_well_which_is_noted()
    {
        var data = Rows(60);
        data = data with
        {
            Examples = [.. data.Examples.Select((e, i) => e with { Group = i is 7 or 8 or 55 or 35 or 56 ? i is 35 or 56 ? "b" : "a" : null })],
            GivenParts = data.Examples.Index().ToDictionary(e => e.Item.Id, e => e.Index < 30 ? DatasetPart.Train : e.Index < 50 ? DatasetPart.Test : DatasetPart.Shift),
        };
        var split = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken);
        Assert.Contains("1 of 2 groups of shift is in train or dev too: shift asks about another time or place, not about other groups.", split.Notes);
    }

    [Fact]
    public void Labels_that_every_row_has_are_nothing_to_tell_apart()
    {
        var data = Rows(20);
        data = data with { Examples = [.. data.Examples.Select(row => row with { Labels = LabelSet.OfList(["l1", "l0"]) })], Labels = ["l0", "l1"] };
        Assert.Equal("Every row has the labels `l0`, `l1`: there is nothing to tell apart. Add rows of another label, or name another label column.", ErrorOf(data));
        data = data with { Examples = [.. data.Examples.Select(row => row with { Labels = LabelSet.OfList([]) })], Labels = [] };
        Assert.Equal("Every row has no label: there is nothing to tell apart. Add rows of another label, or name another label column.", ErrorOf(data));
        data = data with { Examples = [.. data.Examples.Select((row, i) => row with { Labels = LabelSet.OfList(i % 2 == 0 ? ["l0"] : []) })], Labels = ["l0"] };
        Assert.Equal("`l0` is the only label there is, and some rows have none. Make it a classification: give the other rows a label too, such as `other`.", ErrorOf(data));
    }

    private static string ErrorOf(Dataset data) =>
        Assert.Single(Assert.Throws<InputException>(() => Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken)).Errors).ToString();

    /// <summary>Rows of four labels in turn, no two texts alike.</summary>
    private static Dataset Rows(int count) => new()
    {
        Name = "made up",
        Examples = [.. Enumerable.Range(0, count).Select(i => new Example($"id{i}", Distinct.Text(i), $"l{i % 4}"))],
        Labels = ["l0", "l1", "l2", "l3"],
    };
}
