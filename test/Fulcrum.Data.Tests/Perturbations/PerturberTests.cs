using Fulcrum.Data.Labels;
using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Perturbations;

public sealed class PerturberTests
{
    private static readonly string[] Labels = ["billing", "refund", "trial"];

    [Fact]
    public void A_hundred_rows_of_test_are_copied_and_a_note_says_so()
    {
        var split = Perturber.Perturb(Split(130));

        Assert.Equal(100, split.Perturbed.DistinctBy(copy => copy.Copy!.Of).Count());
        Assert.Equal(
            ["drawn", "There is no shifted part: 100 test rows are asked about in perturbed copies too (typos, homoglyphs, case, whitespace, urls, numbers, injection)."],
            split.Notes);
        Assert.Equal(100, split.Perturbed.Count(copy => copy.Copy!.Perturbation == "typos"));
        Assert.DoesNotContain(split.Perturbed, copy => copy.Copy!.Perturbation == "urls");
    }

    [Fact]
    public void A_copy_keeps_label_and_group_of_its_row_and_has_another_text_and_id()
    {
        var split = Perturber.Perturb(Split(20));
        var rows = split.Test.ToDictionary(row => row.Id);
        Assert.Equal(split.Perturbed.Count, split.Perturbed.DistinctBy(copy => copy.Id).Count());
        Assert.All(split.Perturbed, copy =>
        {
            var row = rows[copy.Copy!.Of];
            Assert.Equal(($"{row.Id}~{copy.Copy.Perturbation}", row.Labels, row.Group), (copy.Id, copy.Labels, copy.Group));
            Assert.NotEqual(row.Text, copy.Text);
            Assert.Empty(copy.Metadata);
        });
    }

    [Fact]
    public void The_first_copies_are_of_many_rows_and_all_perturbations()
    {
        var first = Perturber.Perturb(Split(130)).Perturbed.Take(60).ToArray();

        Assert.InRange(first.DistinctBy(copy => copy.Copy!.Of).Count(), 60, 60);
        Assert.All(first.CountBy(copy => copy.Copy!.Perturbation), count => Assert.InRange(count.Value, 8, 14));
        Assert.Equal(6, first.DistinctBy(copy => copy.Copy!.Perturbation).Count());
    }

    [Fact]
    public void Copies_follow_from_seed_and_row_alone()
    {
        var (all, fewer, other) = (Perturber.Perturb(Split(60)), Perturber.Perturb(Split(30)), Perturber.Perturb(Split(60) with { Seed = 4 }));
        var texts = all.Perturbed.ToDictionary(copy => copy.Id, copy => copy.Text);
        Assert.All(fewer.Perturbed, copy => Assert.Equal(copy.Text, texts[copy.Id]));
        Assert.Contains(other.Perturbed, copy => copy.Text != texts[copy.Id]);
    }

    [Fact]
    public void The_injected_label_is_never_a_true_one()
    {
        Example[] rows = [.. Enumerable.Range(0, 30).Select(i => new Example($"r{i}", $"text {i}", LabelSet.OfList(i % 3 == 0 ? Labels : Labels[..(i % 3)])))];
        var injected = Perturber.Perturb(Split(0) with { Test = rows }).Perturbed.Where(copy => copy.Copy!.Perturbation == "injection").ToArray();

        // Of ten rows every label is true: there is no wrong one to ask for.
        Assert.Equal(20, injected.Length);
        Assert.All(injected, copy => Assert.DoesNotContain(copy.Labels, label => copy.Text.EndsWith(label, StringComparison.Ordinal)));
    }

    [Fact]
    public void Enormous_texts_are_not_copied()
    {
        var split = Split(2);
        var enormous = Perturber.Perturb(split with { Test = [split.Test[0], split.Test[1] with { Text = new string('a', Perturber.LongestText + 1) }] });
        Assert.Equal(["test-0"], enormous.Perturbed.Select(copy => copy.Copy!.Of).Distinct());
        Assert.StartsWith("There is no shifted part: 1 test row is asked about", enormous.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_cannot_be_changed_leave_the_split_as_it_is()
    {
        var split = Split(1) with { Test = [new Example("e", "", "refund")] };
        Assert.Same(split, Perturber.Perturb(split));
    }

    private static DataSplit Split(int test) => new()
    {
        Train = [],
        Dev = [],
        Test = [.. Enumerable.Range(0, test).Select(i => new Example($"test-{i}", $"I paid {i + 10} euros, please help me again", Labels[i % 3])
        {
            Group = i % 2 == 0 ? $"g{i}" : null, Metadata = new Dictionary<string, string> { ["from"] = "a" },
        })],
        Labels = Labels,
        Seed = 3,
        Notes = ["drawn"],
    };
}
