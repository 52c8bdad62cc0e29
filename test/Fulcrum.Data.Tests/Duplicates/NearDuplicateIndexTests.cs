using CsCheck;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Tests.Duplicates;

public sealed class NearDuplicateIndexTests
{
    private const string Template = "Dear customer, your parcel number 1234 could not be delivered today because the address was not complete.";

    [Fact]
    public void Variants_of_a_template_are_near_and_other_texts_are_not()
    {
        string[] texts = [Template, "Shall we have lunch tomorrow at the usual place?", Template.Replace("1234", "99", StringComparison.Ordinal).ToUpperInvariant() + " Thanks"];
        var index = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken);
        Assert.Equal(0, index.FindNear(2, 2));
        Assert.Null(index.FindNear(1, 1));
        var groups = index.Groups(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 0], new[] { 0, 1, 2 }.Select(groups.Find));
    }

    [Fact]
    public void Texts_without_letters_are_never_near()
    {
        var index = new NearDuplicateIndex(["!!!", "???", ""], TestContext.Current.CancellationToken);
        Assert.Null(index.FindNear(1, 1));
        Assert.Equal(1, index.Groups(TestContext.Current.CancellationToken).Find(1));
    }

    [Fact]
    public void The_index_finds_what_comparing_all_pairs_finds() =>
        Gen.Char["abc "].Array[8, 40].Select(c => new string(c)).Array[2, 8]
            .SelectMany(bases => Gen.Select(Gen.Int[0, bases.Length - 1], Gen.Char["abc "]).Array[1, 30]
                .Select(picks => picks.Select(pick => bases[pick.Item1] + pick.Item2).Concat(bases).ToArray()))
            .Sample(texts =>
            {
                var index = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken);
                var sets = texts.Select(Shingles.Of).ToArray();
                return Enumerable.Range(0, texts.Length).All(i =>
                {
                    var near = Enumerable.Range(0, i).Where(j => Shingles.Jaccard(sets[j], sets[i]) >= NearDuplicateIndex.Threshold).ToList();
                    return index.FindNear(i, i) is { } found ? near.Contains(found) : near.Count == 0;
                });
            },
            iter: 200);

    [Fact]
    public void A_family_of_ten_thousand_variants_is_one_group()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => $"{Template} {(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}").ToList();
        var groups = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken).Groups(TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, texts.Count), i => Assert.Equal(0, groups.Find(i)));
    }
}
