namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Multinomial naive Bayes on raw counts (McCallum and Nigam 1998), written as a linear model: the log-probabilities of the
/// terms are the weights and the log-prior is the intercept.
/// </summary>
internal static class NaiveBayes
{
    /// <summary>Learns from counts whose last column is the intercept.</summary>
    /// <param name="counts">One row per text.</param>
    /// <param name="targets">The label's position per row.</param>
    /// <param name="labels">The number of the task's labels.</param>
    /// <param name="alpha">What is added to each count (Lidstone smoothing), above 0.</param>
    public static LinearModel Fit(SparseMatrix counts, int[] targets, int labels, double alpha)
    {
        int[] classes = [.. targets.Distinct().Order()];
        var terms = counts.Columns - 1;
        var logProbabilities = new double[classes.Length][];
        Parallel.For(0, classes.Length, c =>
        {
            var sums = new double[counts.Columns];
            for (var row = 0; row < counts.Rows; row++)
            {
                if (targets[row] != classes[c]) continue;
                var indices = counts.IndicesOf(row);
                var values = counts.ValuesOf(row);
                for (var k = 0; k < indices.Length; k++) sums[indices[k]] += values[k];
            }

            var total = Math.Log(sums.AsSpan(0, terms).ToArray().Sum() + (alpha * terms));
            for (var term = 0; term < terms; term++) sums[term] = Math.Log(sums[term] + alpha) - total;
            sums[terms] = Math.Log(sums[terms] / counts.Rows);
            logProbabilities[c] = sums;
        });

        var scores = LinearModel.ScoresFor(classes.Length);
        var weights = new float[counts.Columns * scores];
        for (var column = 0; column < counts.Columns; column++)
        {
            for (var s = 0; s < scores; s++)
            {
                weights[(column * scores) + s] = (float)(classes.Length == 2
                    ? logProbabilities[1][column] - logProbabilities[0][column]
                    : logProbabilities[s][column]);
            }
        }

        return new LinearModel(classes, labels, weights);
    }
}
