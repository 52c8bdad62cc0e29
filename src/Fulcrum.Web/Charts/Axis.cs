using System.Globalization;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Web.Charts;

/// <summary>The range of an axis and its marks, chosen so that the marks are round figures.</summary>
/// <param name="From">The lowest value.</param>
/// <param name="To">The highest value, above <paramref name="From"/>.</param>
/// <param name="Ticks">Marks from lowest to highest, all within the range.</param>
public sealed record Axis(double From, double To, IReadOnlyList<Tick> Ticks)
{
    private static readonly double[] Decades = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 864_000, 8_640_000];

    private static readonly double[] Steps = [1, 2, 5, 10];

    // No gap is wider than the narrowest range (1.6²), so that there is always a mark.
    private static readonly double[] Times =
    [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800,
        3600, 7200, 18_000, 36_000, 86_400, 172_800, 432_000, 864_000, 1_728_000, 4_320_000, 8_640_000,
    ];

    /// <summary>Shares between 0 and 1, wide enough for all intervals, in per cent.</summary>
    public static Axis Shares(IEnumerable<Interval> shares, int maxTicks = 6)
    {
        var (from, to) = Bounds(shares.SelectMany(s => new[] { s.Value, s.Low, s.High }));
        if (to - from < 0.02) (from, to) = (from - 0.01, to + 0.01);
        var step = Step(to - from, maxTicks);
        from = Math.Max(0, Math.Floor(from / step + 1e-9) * step);
        to = Math.Min(1, Math.Ceiling(to / step - 1e-9) * step);
        return Linear(from, to, step, v => (v * 100).ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes from zero, to a megabyte at least.</summary>
    public static Axis Bytes(IEnumerable<double> bytes, int maxTicks = 6)
    {
        var to = Math.Max(1e6, Bounds(bytes).To);
        var step = Step(to, maxTicks);
        return Linear(0, Math.Ceiling(to * 1.02 / step) * step, step, v => DisplayFormat.Bytes(v));
    }

    /// <summary>Differences of shares, wide enough for all and for zero, in points; marks carry their sign.</summary>
    public static Axis Points(IEnumerable<Interval> differences, int maxTicks = 6)
    {
        var (from, to) = Bounds(differences.SelectMany(d => new[] { d.Value, d.Low, d.High }).Append(0));
        if (to - from < 0.02) (from, to) = (from - 0.01, to + 0.01);
        var step = Step(to - from, maxTicks);
        from = Math.Floor(from / step + 1e-9) * step;
        to = Math.Ceiling(to / step - 1e-9) * step;
        return Linear(from, to, step, v => (Math.Round(v * 100, 6) + 0.0).ToString("+0.##;\u22120.##;0", CultureInfo.InvariantCulture));
    }

    /// <summary>Seconds for a logarithmic scale.</summary>
    /// <param name="seconds">Values.</param>
    /// <param name="maxTicks">The most marks.</param>
    /// <param name="floor">What is less stands here, and the mark says so.</param>
    public static Axis Seconds(IEnumerable<double> seconds, int maxTicks = 6, double floor = 0.001)
    {
        var all = seconds.ToList();
        var (low, high) = Bounds(all.Select(s => Math.Clamp(s, floor, Decades[^1])));
        var isFloored = all.Any(s => s < floor);
        var (from, to) = (isFloored ? floor : low / 1.6, high * 1.6);
        var inside = Times.Where(t => t >= from && t <= to).ToList();
        if (inside.Count > maxTicks) inside = [.. Decades.Where(t => t >= from && t <= to)];
        return new(from, to, [.. Thinned(inside, maxTicks).Select(t => new Tick(t, (isFloored && t == floor ? "≤\u202f" : "") + Written(t)))]);
    }

    /// <summary>Values for a logarithmic scale.</summary>
    /// <param name="values">Values.</param>
    /// <param name="write">What stands at a mark.</param>
    /// <param name="maxTicks">The most marks.</param>
    /// <param name="floor">What is less stands here, and the mark says so; above 0.</param>
    public static Axis Logarithmic(IEnumerable<double> values, Func<double, string> write, int maxTicks = 6, double floor = 1e-12)
    {
        var all = values.ToList();
        var (low, high) = Bounds(all.Select(v => Math.Clamp(v, floor, 1e15)));
        var isFloored = all.Any(v => v < floor);
        var (from, to) = (isFloored ? floor : low / 1.6, high * 1.6);
        var powers = Enumerable.Range(-14, 31).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture)).ToList();
        var inside = powers.SelectMany(power => new[] { power, 2 * power, 5 * power }).Where(v => v >= from && v <= to).ToList();
        if (inside.Count > maxTicks) inside = [.. powers.Where(v => v >= from && v <= to)];
        return new(from, to, [.. Thinned(inside, maxTicks).Select(v => new Tick(v, (isFloored && v == floor ? "≤\u202f" : "") + write(v)))]);
    }

    private static IEnumerable<double> Thinned(List<double> marks, int maxTicks)
    {
        var every = Math.Max(1, (marks.Count + maxTicks - 1) / maxTicks);
        return marks.Where((_, i) => i % every == 0);
    }

    private static Axis Linear(double from, double to, double step, Func<double, string> write)
    {
        var first = (int)Math.Ceiling(from / step - 1e-9);
        var last = (int)Math.Floor(to / step + 1e-9);
        return new(from, to, [.. Enumerable.Range(first, last - first + 1).Select(i => new Tick(i * step, write(i * step)))]);
    }

    private static (double From, double To) Bounds(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0.5).ToList();
        return (finite.Min(), finite.Max());
    }

    /// <summary>The smallest of 1, 2, 5 × 10ⁿ that needs no more than <paramref name="maxTicks"/> marks.</summary>
    private static double Step(double range, int maxTicks)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(range / maxTicks)));
        return Steps.Select(m => m * power).First(step => range / step <= maxTicks + 1e-9);
    }

    private static string Written(double seconds) => seconds switch
    {
        < 1 => DisplayFormat.Milliseconds(seconds * 1000).Replace(".0", "", StringComparison.Ordinal),
        < 60 => $"{seconds}\u202fs",
        < 3600 => $"{seconds / 60}\u202fmin",
        < 86_400 => $"{seconds / 3600}\u202fh",
        _ => $"{seconds / 86_400}\u202fd",
    };
}
