namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Multinomial naive Bayes on raw counts (McCallum and Nigam 1998), written as a linear model: the log-probabilities of the
/// terms are the weights and the log-prior is the intercept. Where a score has rows that speak against it, their log-probabilities are
/// subtracted: of two classes the first's, of a label among several those of the rows without it.
/// </summary>
internal static class NaiveBayes
{
    /// <summary>Learns from counts whose last column is the intercept.</summary>
    /// <param name="counts">One row per text.</param>
    /// <param name="targets">The labels per row.</param>
    /// <param name="alpha">What is added to each count (Lidstone smoothing), above 0.</param>
    public static LinearModel Fit(SparseMatrix counts, LabelTargets targets, double alpha)
    {
        var scores = targets.Link.Scores;
        var weights = new float[counts.Columns * scores];
        Parallel.For(0, scores, score =>
        {
            var own = LogProbabilities(counts, row => targets.Side(row, score) == true, alpha);
            var others = LogProbabilities(counts, row => targets.Side(row, score) == false, alpha);
            for (var column = 0; column < counts.Columns; column++)
                weights[(column * scores) + score] = (float)(others is null ? own![column] : own![column] - others[column]);
        });
        return new LinearModel(targets.Link, weights);
    }

    /// <summary>The log-probability per term among some rows, and last that of being one of them; <see langword="null"/> where there is none.</summary>
    private static double[]? LogProbabilities(SparseMatrix counts, Func<int, bool> isAmong, double alpha)
    {
        var terms = counts.Columns - 1;
        var sums = new double[counts.Columns];
        for (var row = 0; row < counts.Rows; row++)
        {
            if (!isAmong(row)) continue;
            var indices = counts.IndicesOf(row);
            var values = counts.ValuesOf(row);
            for (var k = 0; k < indices.Length; k++) sums[indices[k]] += values[k];
        }

        if (sums[terms] == 0) return null;
        var total = Math.Log(sums.AsSpan(0, terms).ToArray().Sum() + (alpha * terms));
        for (var term = 0; term < terms; term++) sums[term] = Math.Log(sums[term] + alpha) - total;
        sums[terms] = Math.Log(sums[terms] / counts.Rows);
        return sums;
    }
}
