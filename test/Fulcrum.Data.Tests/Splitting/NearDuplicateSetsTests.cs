using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Splitting;

public sealed class NearDuplicateSetsTests
{
    [Fact]
    public void Rows_of_one_part_that_differ_in_a_few_letters_are_a_set_and_those_of_two_parts_are_not()
    {
        var split = Split(
            test: ["Your parcel 123 could not be delivered, please pay the fee.", "Lunch at noon in the usual place?", "Your parcel 987 could not be delivered, please pay the fee!"],
            dev: ["Lunch at noon in the usual place?", "The minutes of the last meeting are attached to this mail."],
            shift: ["YOUR PARCEL 555 could not be delivered, please pay the fee.", "Lunch at noon in the usual place", "Lunch at noon in the usual place?!"]);
        Assert.Equal([["test-0", "test-2"], ["shift-1", "shift-2"]], NearDuplicateSets.Of(split, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Rows_hang_together_by_pairs()
    {
        // The first and the last are far apart.
        string[] texts = [.. Enumerable.Range(0, 4).Select(i => string.Join(' ', Enumerable.Range(10 * i, 80).Select(word => Distinct.Text(word).Split(' ')[0] + word)))];
        var sets = NearDuplicateSets.Of(Split(test: texts, dev: [], shift: []), TestContext.Current.CancellationToken);
        Assert.Equal([["test-0", "test-1", "test-2", "test-3"]], sets);
        Assert.Empty(NearDuplicateSets.Of(Split(test: [texts[0], texts[3]], dev: [], shift: []), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Parts_without_rows_have_none() =>
        Assert.Empty(NearDuplicateSets.Of(Split(test: [], dev: ["one"], shift: []), TestContext.Current.CancellationToken));

    private static DataSplit Split(string[] test, string[] dev, string[] shift) =>
        new() { Train = [], Dev = Rows("dev", dev), Test = Rows("test", test), Shift = Rows("shift", shift), Labels = ["x"], Seed = 0 };

    private static Example[] Rows(string part, string[] texts) => [.. texts.Select((text, i) => new Example($"{part}-{i}", text, "x"))];
}
