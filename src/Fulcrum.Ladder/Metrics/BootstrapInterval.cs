using System.Globalization;

namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// The bias-corrected and accelerated bootstrap (Efron 1987) of a figure that is computed from a confusion matrix.
/// Examples are drawn within their label, whose share the split has fixed; those that come in groups are drawn as whole
/// groups (Davison and Hinkley 1997, 3.8), within the label that most of a group has. How often each kind of them is drawn is
/// multinomial, and is drawn as such: a million examples of four labels come in twenty kinds.
/// </summary>
internal static class BootstrapInterval
{
    private const int Resamples = 2000;

    /// <summary>The figure with its 95 % interval over resamples of the examples.</summary>
    /// <param name="labels">Number of labels.</param>
    /// <param name="cells">The cell of each example, see <see cref="ConfusionMatrix.CellsOf"/>.</param>
    /// <param name="clusters">The group of each example, see <see cref="ExampleGroups.ClustersOf"/>.</param>
    /// <param name="figure">What to compute, 0 to 1.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Interval Compute(int labels, int[] cells, int[] clusters, Func<ConfusionMatrix, double> figure, int seed)
    {
        int[][] units = [.. cells.Zip(clusters).GroupBy(pair => pair.Second, pair => pair.First).Select(unit => unit.Order().ToArray())];
        Stratum[] strata = [.. units.GroupBy(unit => CommonLabel(unit, labels)).OrderBy(s => s.Key).Select(s => new Stratum([.. s]))];
        var confusion = new ConfusionMatrix(labels);
        foreach (var cell in cells) confusion.Add(cell);
        var value = figure(confusion);

        // A single group of each label says nothing of how much groups differ.
        if (strata.All(stratum => stratum.Units == 1)) return new Interval(value, 0, 1);

        // Among examples that are all right, or all wrong, resampling finds no other; what may be there Wilson's interval of each label says.
        if (value is 0 or 1)
        {
            Interval[] perLabel = [.. strata.Select(stratum => WilsonInterval.Compute(value, stratum.Units))];
            return new Interval(value, perLabel.Average(label => label.Low), perLabel.Average(label => label.High));
        }

        var acceleration = Acceleration(strata, confusion, figure);
        var random = new Random(seed);
        var figures = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            confusion.Clear();
            foreach (var stratum in strata) stratum.Resample(random, confusion);
            figures[i] = figure(confusion);
        }

        Array.Sort(figures);
        var below = (figures.Count(f => f < value) + (0.5 * figures.Count(f => f == value))) / Resamples;
        return new Interval(value, Edge(-WilsonInterval.Z), Edge(WilsonInterval.Z));

        double Edge(double z)
        {
            // Where all resamples lie on one side there is no bias to measure.
            if (below is 0 or 1) return Percentile.OfSorted(figures, NormalDistribution.Cumulative(z));
            var bias = NormalDistribution.Quantile(below);
            return Percentile.OfSorted(figures, NormalDistribution.Cumulative(bias + ((bias + z) / (1 - (acceleration * (bias + z))))));
        }
    }

    /// <summary>The skewness of what single units contribute, by the jackknife (Davison and Hinkley 1997, 5.3.2).</summary>
    private static double Acceleration(Stratum[] strata, ConfusionMatrix all, Func<ConfusionMatrix, double> figure)
    {
        var (cubes, squares) = (0.0, 0.0);
        foreach (var stratum in strata)
        {
            double[] without = [.. stratum.Kinds.Select(Without)];
            var mean = stratum.Kinds.Zip(without, (kind, w) => kind.Units * w).Sum() / stratum.Units;
            foreach (var (kind, w) in stratum.Kinds.Zip(without))
            {
                var influence = (stratum.Units - 1) * (mean - w) / stratum.Units;
                squares += kind.Units * influence * influence;
                cubes += kind.Units * influence * influence * influence;
            }
        }

        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));

        double Without(Kind kind)
        {
            foreach (var cell in kind.Cells) all.Add(cell, -1);
            var result = figure(all);
            foreach (var cell in kind.Cells) all.Add(cell);
            return result;
        }
    }

    private static int CommonLabel(int[] unit, int labels) => unit.Length == 1
        ? unit[0] / (labels + 1)
        : unit.GroupBy(cell => cell / (labels + 1)).OrderByDescending(label => label.Count()).ThenBy(label => label.Key).First().Key;

    /// <summary>Examples or groups with the same cells.</summary>
    private readonly record struct Kind(int[] Cells, int Units);

    /// <summary>What is drawn from among itself.</summary>
    private sealed class Stratum(int[][] units)
    {
        public Kind[] Kinds { get; } =
            [.. units.GroupBy(unit => unit.Length == 1 ? unit[0].ToString(CultureInfo.InvariantCulture) : string.Join(' ', unit)).Select(kind => new Kind(kind.First(), kind.Count()))];

        public int Units { get; } = units.Length;

        /// <summary>Adds as many units as there are, drawn with replacement.</summary>
        public void Resample(Random random, ConfusionMatrix confusion)
        {
            var (toDraw, left) = (Units, Units);
            foreach (var (cells, count) in Kinds)
            {
                var drawn = BinomialDraw.Next(random, toDraw, (double)count / left);
                foreach (var cell in cells) confusion.Add(cell, drawn);
                toDraw -= drawn;
                left -= count;
            }
        }
    }
}
