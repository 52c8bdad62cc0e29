using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class MergedColumnsTests
{
    // By text: columns 0 and 2 are equal, 1, 3 and 4 each of one text, 3 and 4 of the same one; 5 is the intercept.
    private static readonly float[][] Texts =
    [
        [0.5f, 0, 0.5f, 0.3f, 0.4f, 1],
        [0.2f, 0.7f, 0.2f, 0, 0, 1],
        [0, 0, 0, 0, 0, 1],
    ];

    [Fact]
    public void Columns_of_one_text_and_equal_columns_are_merged_and_the_intercept_stays_last_and_alone()
    {
        var merged = Merge(Texts);
        Assert.Equal(4, merged.Features.Columns);
        Assert.Equal([0, 2, 3], merged.Features.IndicesOf(0));
        Assert.Equal([0.5 * Math.Sqrt(2), 0.5, 1], merged.Features.ValuesOf(0).ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void An_intercept_that_one_text_alone_has_stays_alone() => Assert.Equal(2, Merge([[0.3f, 0.4f, 1]]).Features.Columns);

    [Fact]
    public void Expanded_weights_score_as_the_merged_ones_and_have_their_length()
    {
        var merged = Merge(Texts);
        float[] weights = [2, -3, 5, 7];
        var expanded = merged.Expand(weights, width: 1, scores: 1);
        Assert.Equal(Texts[0].Length, expanded.Length);
        Assert.Equal(weights.Sum(w => w * w), expanded.Sum(w => w * w), 1e-4);
        for (var text = 0; text < Texts.Length; text++)
        {
            var score = merged.Features.IndicesOf(text).ToArray().Zip(merged.Features.ValuesOf(text).ToArray()).Sum(p => weights[p.First] * p.Second);
            Assert.Equal(score, Texts[text].Zip(expanded).Sum(p => p.First * p.Second), 1e-5);
        }
    }

    [Fact]
    public void A_column_without_values_has_no_weight() => Assert.Equal([3, 0, 4], Merge([[1, 0, 1], [1, 0, 1]]).Expand([3, 4], 1, 1), (a, b) => Math.Abs(a - b) < 1e-6);

    private static MergedColumns Merge(float[][] texts) => new(SparseMatrixTests.Sparse(texts, texts[0].Length).Transpose());
}
