namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// Random numbers of the binomial distribution: by inversion where few successes are expected, by transformed rejection otherwise
/// (algorithm BTRS of Hörmann 1993, Journal of Statistical Computation and Simulation 46, 101-110), so that a draw costs the same for any number of trials.
/// </summary>
internal static class BinomialDraw
{
    private const double FewSuccesses = 10;

    // ln n! less Stirling's approximation, where its series does not yet converge.
    private static readonly double[] Small =
    [
        0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
        0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
    ];

    /// <summary>Successes among <paramref name="trials"/> that succeed with <paramref name="probability"/> each.</summary>
    public static int Next(Random random, int trials, double probability) =>
        probability >= 1 ? trials
        : probability > 0.5 ? trials - Next(random, trials, 1 - probability)
        : trials * probability < FewSuccesses ? Invert(random, trials, probability)
        : Reject(random, trials, probability);

    /// <summary>Goes from failure run to failure run: their lengths are geometric (Devroye 1986, X.4.3).</summary>
    private static int Invert(Random random, int trials, double probability)
    {
        if (probability <= 0) return 0;
        var scale = 1 / Math.Log(1 - probability);
        var (successes, tried) = (0, 0.0);
        while ((tried += Math.Floor(Math.Log(1 - random.NextDouble()) * scale) + 1) <= trials) successes++;
        return successes;
    }

    private static int Reject(Random random, int trials, double probability)
    {
        var odds = probability / (1 - probability);
        var deviation = Math.Sqrt(trials * probability * (1 - probability));
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        var c = (trials * probability) + 0.5;
        var alpha = (2.83 + (5.1 / b)) * deviation;
        var likely = 0.92 - (4.2 / b);
        var mode = Math.Floor((trials + 1) * probability);
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = 1 - random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + c);
            if (k < 0 || k > trials) continue;
            if (us >= 0.07 && v <= likely) return (int)k;

            var density = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (trials - mode + 1))))
                + ((trials + 1) * Math.Log((trials - mode + 1) / (trials - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (trials - k + 1) / (k + 1)))
                + Remainder(mode) + Remainder(trials - mode) - Remainder(k) - Remainder(trials - k);
            if (Math.Log(v * alpha / ((a / (us * us)) + b)) <= density) return (int)k;
        }
    }

    /// <summary>ln n! less Stirling's approximation of it.</summary>
    private static double Remainder(double n) => n < Small.Length
        ? Small[(int)n]
        : ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / ((n + 1) * (n + 1)))) / ((n + 1) * (n + 1)))) / (n + 1);
}
