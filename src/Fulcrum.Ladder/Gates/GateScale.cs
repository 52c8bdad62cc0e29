using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Gates;

/// <summary>In what a metric of a gate is measured: how its limit is written and its value shown.</summary>
internal sealed class GateScale
{
    private readonly string _asked;
    private readonly Dictionary<string, double> _units = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<double, string> _show;
    private readonly Func<Interval, string>? _showInterval;

    private GateScale(string asked, Func<double, string> show, Func<Interval, string>? showInterval = null) => (_asked, _show, _showInterval) = (asked, show, showInterval);

    /// <summary>A share of rows or a probability, 0 to 1.</summary>
    public static GateScale Share { get; } = new("a share from 0 to 1, such as 0.97 or 97%", DisplayFormat.Percent, DisplayFormat.Percent)
    {
        _units = { [""] = 1, ["%"] = 0.01 }, Most = 1,
    };

    /// <summary>A difference of shares.</summary>
    public static GateScale Points { get; } = new(
        "a share from 0 to 1, such as 0.05 or 5%", value => $"{DisplayFormat.Points(value)}{DisplayFormat.Space}points", value => $"{DisplayFormat.Points(value.Value)}{DisplayFormat.Space}points {DisplayFormat.PointsRange(value)}")
    {
        _units = { [""] = 1, ["%"] = 0.01 }, Most = 1,
    };

    /// <summary>Milliseconds.</summary>
    public static GateScale Latency { get; } = new("a time with its unit, such as 200ms or 1.5s", DisplayFormat.Milliseconds) { _units = { ["ms"] = 1, ["s"] = 1000 } };

    /// <summary>Seconds.</summary>
    public static GateScale Duration { get; } = new("a time with its unit, such as 90s, 10m or 2h", DisplayFormat.Duration) { _units = { ["s"] = 1, ["m"] = 60, ["h"] = 3600 } };

    /// <summary>Bytes.</summary>
    public static GateScale Memory { get; } = new("a size with its unit, such as 500MB or 2GB", value => DisplayFormat.Bytes(value)) { _units = { ["MB"] = 1e6, ["GB"] = 1e9 } };

    /// <summary>US dollars.</summary>
    public static GateScale Dollars { get; } = new("US dollars per 1,000 requests as a plain number, such as 0.05", value => "$" + DisplayFormat.Number(value)) { _units = { [""] = 1 } };

    /// <summary>Grades, the worst first.</summary>
    public static GateScale Grade { get; } = OfWords("a grade", ["D", "C", "B", "A"]);

    /// <summary>How far the evidence goes, the least first.</summary>
    public static GateScale Kind { get; } = OfWords("a kind of verdict", ["not-decided", "tie", "decided"]);

    private double Most { get; init; } = double.PositiveInfinity;

    private string[] Words { get; init; } = [];

    /// <summary>Reads a limit.</summary>
    /// <param name="token">What stands there.</param>
    /// <param name="metric">The metric's name, for the error.</param>
    /// <param name="limit">The limit in the unit of the scale; of words their place.</param>
    /// <returns>What is wrong; <see langword="null"/> where nothing is.</returns>
    public InputError? Read(GateToken token, string metric, out double limit)
    {
        limit = 0;
        if (Words.Length > 0)
        {
            var place = token.Kind == GateTokenKind.Word ? Array.FindIndex(Words, word => word.Equals(token.Text, StringComparison.OrdinalIgnoreCase)) : -1;
            if (place >= 0)
            {
                limit = place;
                return null;
            }

            // Every letter is near every other.
            var nearest = token.Text.Length > 1 ? NearestName.Find(token.Text, Words) : null;
            return Wrong(
                $"`{metric}` takes {_asked}, not `{token.Text}{token.Unit}`.",
                nearest is null ? $"Possible here: {string.Join(", ", Words.AsEnumerable().Reverse())}." : $"Did you mean `{nearest}`?");
        }

        if (token.Kind == GateTokenKind.Number && _units.TryGetValue(token.Unit, out var factor))
        {
            // A per cent divided, not multiplied: 29 × 0.01 is not 0.29.
            var number = double.Parse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            limit = factor < 1 ? number / Math.Round(1 / factor) : number * factor;
            if (limit <= Most) return null;
        }

        return Wrong($"`{metric}` takes {_asked}, not `{token.Text}{token.Unit}`.");

        static InputError Wrong(string message, string? remedy = null) => new(message) { Remedy = remedy };
    }

    /// <summary>A value as people read it, with its interval where there is one.</summary>
    public string Show(double value, Interval? interval)
    {
        if (interval is not { } range) return _show(value);
        return _showInterval is not null ? _showInterval(range) : $"{_show(value)} [{_show(range.Low)}, {_show(range.High)}]";
    }

    private static GateScale OfWords(string asked, string[] words) => new(asked, value => words[(int)value]) { Words = words };
}
