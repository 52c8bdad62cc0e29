using CsCheck;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Tests.Duplicates;

public sealed class MinHashTests
{
    private static readonly Gen<string> Sentence = Gen.Char["abcdefgh     "].Array[20, 400].Select(characters => new string(characters));

    [Fact]
    public void The_estimate_is_near_the_true_similarity() =>
        Gen.Select(Sentence, Sentence, Sentence).Sample((shared, left, right) =>
        {
            var (a, b) = (Shingles.Of(shared + left), Shingles.Of(shared + right));
            var difference = MinHash.Estimate(MinHash.Signature(a), MinHash.Signature(b)) - Shingles.Jaccard(a, b);
            // Five standard errors of 128 draws.
            return Math.Abs(difference) < 0.22;
        });

    [Fact]
    public void Estimates_are_not_biased()
    {
        var random = new Random(1);
        var differences = Enumerable.Range(0, 300).Select(_ =>
        {
            var words = Enumerable.Range(0, 60).Select(_ => random.Next(10_000).ToString("x4", null)).ToArray();
            var a = Shingles.Of(string.Join(' ', words[..40]));
            var b = Shingles.Of(string.Join(' ', words[10..]));
            return MinHash.Estimate(MinHash.Signature(a), MinHash.Signature(b)) - Shingles.Jaccard(a, b);
        });
        Assert.InRange(differences.Average(), -0.01, 0.01);
    }

    [Fact]
    public void The_last_bytes_of_a_signature_estimate_what_the_whole_does() =>
        Gen.Select(Sentence, Sentence, Sentence).Sample((shared, left, right) =>
        {
            var (a, b) = (MinHash.Signature(Shingles.Of(shared + left)), MinHash.Signature(Shingles.Of(shared + right)));
            var (shortA, shortB) = (new byte[MinHash.Size], new byte[MinHash.Size]);
            MinHash.Shorten(a, shortA);
            MinHash.Shorten(b, shortB);
            // Few of 128 bytes are equal by chance.
            return Math.Abs(MinHash.EstimateShort(shortA, shortB) - MinHash.Estimate(a, b)) < 0.05;
        });

    [Fact]
    public void Syllables_and_words_are_compared_by_threes()
    {
        Assert.Equal(6, Shingles.Of("荷物が届く 3").Length);
        Assert.Equal(Shingles.Of("ｶﾞｽ料金"), Shingles.Of("ガス料金"));
    }

    [Fact]
    public void Shingles_are_the_distinct_5_grams_of_the_padded_text()
    {
        Assert.Equal(3, Shingles.Of("Abcde").Length);
        Assert.Equal(Shingles.Of("ABCDE!"), Shingles.Of("abcde"));
        Assert.Equal(3, Shingles.Of("aaaaaaaaaaaaaaaa").Length);
        Assert.Single(Shingles.Of("a"));
        Assert.Empty(Shingles.Of("?!"));
    }

    [Theory]
    [InlineData(new uint[] { 1, 2, 3 }, new uint[] { 2, 3, 4 }, 0.5)]
    [InlineData(new uint[] { 1 }, new uint[] { 1 }, 1)]
    [InlineData(new uint[] { 1 }, new uint[] { 2 }, 0)]
    [InlineData(new uint[] { }, new uint[] { }, 0)]
    public void Jaccard_is_intersection_over_union(uint[] a, uint[] b, double expected) => Assert.Equal(expected, Shingles.Jaccard(a, b));
}
