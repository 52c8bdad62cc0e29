using CsCheck;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class VectorizerTests
{
    private static readonly NgramKind[] Both = [NgramKind.Words, NgramKind.Characters];

    private static readonly Gen<string[]> Texts = Gen.String[Gen.Char["abcé \n.1"], 0, 20].Array[1, 8];

    [Fact]
    public void Features_are_log_counts_times_inverse_document_frequency_of_unit_length()
    {
        // n = 2; "red" in both texts: idf 1, "car" and "red car" in one: ln(3/2) + 1, "red red" in the other.
        var vectorizer = Fit(TermWeighting.TfIdf, [NgramKind.Words], "red car", "red red");
        var row = Features(vectorizer, "red red car");

        var (rare, common) = (Math.Log(1.5) + 1, 1 + Math.Log(2));
        var length = Math.Sqrt((common * common) + (3 * rare * rare));
        Assert.Equal(4, row.Count);
        Assert.Equal(common / length, row["red"], 1e-6);
        Assert.All(["car", "red car", "red red"], term => Assert.Equal(rare / length, row[term], 1e-6));
    }

    [Fact]
    public void Counts_are_left_as_they_are() => Assert.Equal(
        new Dictionary<string, float> { ["red"] = 3, ["red red"] = 2 },
        Features(Fit(TermWeighting.Counts, [NgramKind.Words], "red red"), "red red red car"));

    [Fact]
    public void Unknown_terms_are_dropped_and_the_intercept_stays()
    {
        var vectorizer = Fit(TermWeighting.TfIdf, Both, "red car");
        var row = vectorizer.Transform(["xyz"], TestContext.Current.CancellationToken);

        Assert.Equal([vectorizer.Columns - 1], row.IndicesOf(0));
        Assert.Equal([1f], row.ValuesOf(0));
    }

    [Fact]
    public void Every_block_of_every_row_has_unit_length_or_is_empty() => Texts.Sample(texts =>
    {
        var vectorizer = Fit(TermWeighting.TfIdf, Both, texts);
        var matrix = vectorizer.Transform(texts, CancellationToken.None);
        var words = vectorizer.Blocks[0].Count;
        for (var row = 0; row < texts.Length; row++)
        {
            double[] squares = [0, 0];
            for (var k = matrix.RowStarts[row]; k < matrix.RowStarts[row + 1] - 1; k++)
                squares[matrix.Indices[k] < words ? 0 : 1] += matrix.Values[k] * matrix.Values[k];
            Assert.All(squares, square => Assert.True(square == 0 || Math.Abs(square - 1) < 1e-5));
        }
    });

    [Fact]
    public void Columns_of_a_row_ascend() => Texts.Sample(texts =>
    {
        var matrix = Fit(TermWeighting.TfIdf, Both, texts).Transform(texts, CancellationToken.None);
        for (var row = 0; row < texts.Length; row++)
            Assert.Equal(matrix.IndicesOf(row).ToArray().Distinct().Order(), matrix.IndicesOf(row).ToArray());
    });

    [Fact]
    public void The_order_of_the_texts_does_not_change_the_document_frequencies() =>
        Gen.Select(Texts, Gen.Int).Sample((texts, seed) =>
        {
            var shuffled = texts.ToArray();
            new Random(seed).Shuffle(shuffled);
            foreach (var kind in Both) Assert.Equal(Frequencies(kind, texts), Frequencies(kind, shuffled));
        });

    private static SortedDictionary<string, int> Frequencies(NgramKind kind, string[] texts)
    {
        var block = NgramBlock.Fit(kind, texts, CancellationToken.None);
        return new(block.DocumentFrequencies.Index().ToDictionary(term => block.Term(term.Index), term => term.Item), StringComparer.Ordinal);
    }

    private static Vectorizer Fit(TermWeighting weighting, NgramKind[] kinds, params string[] texts) =>
        Vectorizer.Fit(weighting, kinds, texts, CancellationToken.None);

    private static Dictionary<string, float> Features(Vectorizer vectorizer, string text)
    {
        var row = vectorizer.Transform([text], CancellationToken.None);
        return row.Indices.SkipLast(1).Zip(row.Values).ToDictionary(p => vectorizer.Blocks[0].Term(p.First), p => p.Second);
    }
}
