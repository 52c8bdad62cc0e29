using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>A judged trial with its score of each test row.</summary>
/// <param name="Report">The trial.</param>
/// <param name="Scores">Per row of the test part its score, of several seeds their mean; NaN where it did not answer.</param>
/// <param name="SeedVariance">What the mean score varies with the seed.</param>
internal sealed record Arm(TrialReport Report, double[] Scores, double SeedVariance)
{
    /// <summary>
    /// The standard deviation between seeds that is assumed before any is seen, as a share of the rows that are answered wrongly, and for how many
    /// further seeds it counts. On stored logs it is about that share whether an arm has 2 % errors or 60 % (docs/results/verdict.md); three seeds
    /// outvote it.
    /// </summary>
    private const double AssumedDeviation = 0.18;
    private const double AssumedWeight = 1;

    // An arm without a mistake may make one with another seed; and the figure of a metric may be beyond 0 or 1.
    private const double FewestErrors = 0.01;
    private const double MostErrors = 0.5;

    /// <summary>Aligns the logs of a trial and of its other seeds.</summary>
    /// <param name="report">The trial.</param>
    /// <param name="logs">Its log, then those of its other seeds.</param>
    /// <param name="rows">Test row id to its position.</param>
    /// <param name="score">The scores of a log, in its order.</param>
    public static Arm Of(
        TrialReport report, IReadOnlyList<IReadOnlyList<Prediction>> logs, IReadOnlyDictionary<string, int> rows, Func<IReadOnlyList<Prediction>, double[]> score)
    {
        var (sums, counts) = (new double[rows.Count], new int[rows.Count]);
        foreach (var log in logs)
        {
            foreach (var (prediction, value) in log.Zip(score(log)))
            {
                var row = rows[prediction.Id];
                sums[row] += value;
                counts[row]++;
            }
        }

        return new Arm(
            report,
            [.. sums.Zip(counts, (sum, count) => count == 0 ? double.NaN : sum / count)],
            report.Rung.IsRandom ? VarianceOverSeeds([.. logs.Select(score)]) / logs.Count : 0);
    }

    /// <summary>The variance between seeds beyond what their rows make of it: seeds answer the same rows, so only rows on which they differ add noise.</summary>
    private static double VarianceOverSeeds(double[][] scores)
    {
        var errors = Math.Clamp(1 - scores.Average(one => one.Average()), FewestErrors, MostErrors);
        var assumed = Math.Pow(AssumedDeviation * errors, 2);
        if (scores.Length < 2 || scores.Any(one => one.Length != scores[0].Length)) return assumed;
        double[] means = [.. scores.Select(one => one.Average())];
        var mean = means.Average();
        var between = means.Sum(value => (value - mean) * (value - mean)) / (means.Length - 1);
        var rows = scores[0].Length;
        var within = Enumerable.Range(0, rows).Sum(row => VarianceAt(scores, row)) / ((double)rows * rows);
        var seen = Math.Max(0, between - within);
        return ((AssumedWeight * assumed) + ((scores.Length - 1) * seen)) / (AssumedWeight + scores.Length - 1);
    }

    private static double VarianceAt(double[][] scores, int row)
    {
        var mean = scores.Average(one => one[row]);
        return scores.Sum(one => (one[row] - mean) * (one[row] - mean)) / (scores.Length - 1);
    }
}
