using System.Globalization;

namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// The bias-corrected and accelerated bootstrap (Efron 1987) of a figure that is computed from the counts of labels.
/// Examples are drawn within their stratum, e.g. the label whose share the split has fixed; those that come in groups are drawn as whole
/// groups (Davison and Hinkley 1997, 3.8), within the stratum that most of a group has. Strata of fewer than five such units are drawn together:
/// one that is drawn from itself alone has little variance or none. How often each kind of unit is drawn is multinomial, and is drawn as such: a
/// million examples of four labels come in twenty kinds.
/// </summary>
internal static class BootstrapInterval
{
    private const int Resamples = 2000;
    private const int FewestUnits = 5;

    /// <summary>The figure with its 95 % interval over resamples of the examples.</summary>
    /// <param name="outcomes">The outcome of each example.</param>
    /// <param name="clusters">The group of each example, see <see cref="ExampleGroups.ClustersOf"/>.</param>
    /// <param name="figure">What to compute, 0 to 1.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Interval Compute(Outcomes outcomes, int[] clusters, Func<LabelCounts, double> figure, int seed)
    {
        int[][] units = [.. outcomes.OfExample.Zip(clusters).GroupBy(pair => pair.Second, pair => pair.First).Select(unit => unit.Order().ToArray())];
        var counts = outcomes.Count();
        var value = figure(counts);

        // So few say nothing of how much they differ.
        if (units.Length < FewestUnits) return new Interval(value, 0, 1);

        Stratum[] strata = [.. Pooled(units.GroupBy(unit => CommonStratum(unit, outcomes)).OrderBy(s => s.Key).Select(s => s.ToArray())).Select(s => new Stratum(s.Units, s.Labels, outcomes))];

        // Among examples that are all right, or all wrong, resampling finds no other; what may be there Wilson's interval of each stratum says.
        if (value is 0 or 1)
        {
            var perStratum = strata.Select(stratum => (Interval: WilsonInterval.Compute(value, stratum.Units), stratum.Labels)).ToArray();
            var labels = (double)strata.Sum(stratum => stratum.Labels);
            return new Interval(value, perStratum.Sum(s => s.Labels * s.Interval.Low) / labels, perStratum.Sum(s => s.Labels * s.Interval.High) / labels);
        }

        var acceleration = Acceleration(strata, counts, figure);
        var random = new Random(seed);
        var figures = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            counts.Clear();
            foreach (var stratum in strata) stratum.Resample(random, counts);
            figures[i] = figure(counts);
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

    /// <summary>The strata, those of fewer than <see cref="FewestUnits"/> as one; where all of these are still fewer, together with the smallest of the others.</summary>
    private static IEnumerable<(int[][] Units, int Labels)> Pooled(IEnumerable<int[][]> strata)
    {
        var (pool, labels) = (new List<int[]>(), 0);
        foreach (var stratum in strata.OrderBy(stratum => stratum.Length))
        {
            if (stratum.Length < FewestUnits || pool.Count is > 0 and < FewestUnits)
            {
                pool.AddRange(stratum);
                labels++;
            }
            else
            {
                yield return (stratum, 1);
            }
        }

        if (labels > 0) yield return ([.. pool], labels);
    }

    /// <summary>The skewness of what single units contribute, by the jackknife (Davison and Hinkley 1997, 5.3.2).</summary>
    private static double Acceleration(Stratum[] strata, LabelCounts all, Func<LabelCounts, double> figure)
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
            foreach (var outcome in kind.Outcomes) all.Add(outcome, -1);
            var result = figure(all);
            foreach (var outcome in kind.Outcomes) all.Add(outcome);
            return result;
        }
    }

    private static int CommonStratum(int[] unit, Outcomes outcomes) => unit.Length == 1
        ? outcomes.Strata[unit[0]]
        : unit.GroupBy(place => outcomes.Strata[place]).OrderByDescending(stratum => stratum.Count()).ThenBy(stratum => stratum.Key).First().Key;

    /// <summary>Examples or groups with the same outcomes.</summary>
    private readonly record struct Kind(Outcome[] Outcomes, int Units);

    /// <summary>What is drawn from among itself.</summary>
    private sealed class Stratum(int[][] units, int labels, Outcomes outcomes)
    {
        public Kind[] Kinds { get; } =
            [.. units.GroupBy(unit => unit.Length == 1 ? unit[0].ToString(CultureInfo.InvariantCulture) : string.Join(' ', unit)).Select(kind => new Kind([.. kind.First().Select(place => outcomes.Distinct[place])], kind.Count()))];

        public int Units { get; } = units.Length;

        /// <summary>How many labels are drawn together.</summary>
        public int Labels => labels;

        /// <summary>Adds as many units as there are, drawn with replacement.</summary>
        public void Resample(Random random, LabelCounts counts)
        {
            var (toDraw, left) = (Units, Units);
            foreach (var (drawable, count) in Kinds)
            {
                var drawn = BinomialDraw.Next(random, toDraw, (double)count / left);
                foreach (var outcome in drawable) counts.Add(outcome, drawn);
                toDraw -= drawn;
                left -= count;
            }
        }
    }
}
