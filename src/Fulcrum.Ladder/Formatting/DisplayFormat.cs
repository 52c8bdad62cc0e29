using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Formatting;

/// <summary>
/// Figures as people read them, always in the invariant culture: a narrow no-break space before the unit, a true minus sign,
/// and a dash for what is not a number.
/// </summary>
public static class DisplayFormat
{
    /// <summary>Stands where there is no figure.</summary>
    public const string None = "–";

    /// <summary>A space at which no line is broken.</summary>
    public const char Space = '\u00a0';

    private const char Thin = '\u202f';
    private const char Minus = '\u2212';

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as it begins a sentence or heading.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A share from 0 to 1 as <c>97.1 %</c>.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? BarePercent(share) + Thin + '%' : None;

    /// <summary>A share from 0 to 1 in per cent where the sign stands elsewhere: <c>97.1</c>.</summary>
    public static string BarePercent(double share) => double.IsFinite(share) ? Fixed(share * 100, "0.0") : None;

    /// <summary>A share in whole per cent, where tenths would pretend precision: <c>80 %</c>.</summary>
    public static string Whole(double share) => double.IsFinite(share) ? Fixed(share * 100, "0") + Thin + '%' : None;

    /// <summary>A share with its interval as <c>97.1 % [95.4, 98.3]</c>.</summary>
    public static string Percent(Interval share) => Join(Percent(share.Value), PercentRange(share));

    /// <summary>The interval alone, in per cent: <c>[95.4, 98.3]</c>; empty where there is none.</summary>
    public static string PercentRange(Interval share) => Range(share, "0.0");

    /// <summary>A difference of shares in percentage points, with its sign: <c>+7.4</c>.</summary>
    public static string Points(double difference) =>
        double.IsFinite(difference) ? Fixed(difference * 100, "+0.0;-0.0;0.0") : None;

    /// <summary>A difference of shares with its interval: <c>−7.4 [−9.8, −5.1]</c>.</summary>
    public static string Points(Interval difference) => Join(Points(difference.Value), PointsRange(difference));

    /// <summary>The interval of a difference alone: <c>[−9.8, −5.1]</c>; empty where there is none.</summary>
    public static string PointsRange(Interval difference) => Range(difference, "+0.0;-0.0;0.0");

    /// <summary>A p-value as papers write it: <c>p &lt; .001</c>, <c>p = .012</c>, <c>p = .34</c>.</summary>
    public static string PValue(double p) => p switch
    {
        double.NaN => None,
        < 0.001 => $"p{Thin}<{Thin}.001",
        >= 0.995 => $"p{Thin}={Thin}1",
        _ => $"p{Thin}={Thin}" + p.ToString(p < 0.0995 ? "0.000" : "0.00", CultureInfo.InvariantCulture).TrimStart('0'),
    };

    /// <summary>Seconds as <c>850 ms</c>, <c>4.2 s</c>, <c>1 m 12 s</c>, <c>2 h 05 m</c> or <c>3 d 4 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds)) return None;
        if (seconds < 0.9995) return Milliseconds(seconds * 1000);
        if (seconds < 9.95) return Fixed(seconds, "0.0") + Thin + 's';

        var whole = TimeSpan.FromSeconds(Math.Round(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
        return whole switch
        {
            { TotalMinutes: < 1 } => $"{whole.Seconds}{Thin}s",
            { TotalHours: < 1 } => $"{whole.Minutes}{Thin}m {whole.Seconds:00}{Thin}s",
            { TotalDays: < 1 } => $"{whole.Hours}{Thin}h {whole.Minutes:00}{Thin}m",
            _ => $"{whole.Days.ToString("N0", CultureInfo.InvariantCulture)}{Thin}d {whole.Hours}{Thin}h",
        };
    }

    /// <summary>An estimated time, rounded up: <c>40 s</c>, <c>10 min</c>, <c>2.5 h</c>.</summary>
    public static string RoughDuration(double seconds) => seconds switch
    {
        double.NaN => None,
        < 90 => Fixed(Math.Ceiling(seconds), "0") + Thin + 's',
        < 5400 => Fixed(Math.Ceiling(seconds / 60), "0") + Thin + "min",
        _ => Fixed(Math.Ceiling(seconds / 360) / 10, "#,0.#") + Thin + 'h',
    };

    /// <summary>Milliseconds as <c>0.42 ms</c>, <c>8.5 ms</c> or <c>1,250 ms</c>.</summary>
    public static string Milliseconds(double milliseconds) => !double.IsFinite(milliseconds)
        ? None
        : Fixed(milliseconds, Math.Abs(milliseconds) switch { 0 => "0", < 0.995 => "0.00", < 9.95 => "0.0", _ => "N0" }) + Thin + "ms";

    /// <summary>Bytes in decimal units: <c>840 MB</c>, <c>2.4 GB</c>; a dash where they are not known.</summary>
    public static string Bytes(double? bytes) => Scaled(bytes ?? double.NaN, ["B", "kB", "MB", "GB", "TB", "PB"]);

    /// <summary>A large number in short: <c>960</c>, <c>12.5 k</c>, <c>1.2 M</c>, <c>7 B</c>.</summary>
    public static string Compact(double number) => Scaled(number, ["", "k", "M", "B", "T"]);

    /// <summary>US dollars, from 0 on: <c>$0.00042</c> with at most two significant digits, <c>$0.13</c>, <c>$12.50</c>, <c>$1,250</c>.</summary>
    public static string Dollars(double dollars) => dollars switch
    {
        double.NaN or double.PositiveInfinity => None,
        <= 0 => "$0",
        < 1e-5 => $"<{Thin}$0.00001",
        < 0.0995 => '$' + Fixed(dollars, "0." + new string('0', -(int)Math.Floor(Math.Log10(dollars) + 1e-9)) + "#"),
        < 99.995 => '$' + Fixed(dollars, "0.00"),
        _ => '$' + Fixed(dollars, "N0"),
    };

    /// <summary>A probability as papers write it, never rounded to certainty: <c>.93</c>, <c>&gt; .99</c>, <c>&lt; .01</c>.</summary>
    public static string Probability(double probability) => probability switch
    {
        double.NaN => None,
        > 0.99 => $">{Thin}.99",
        < 0.01 => $"<{Thin}.01",
        _ => probability.ToString(".00", CultureInfo.InvariantCulture),
    };

    /// <summary>A whole number with separators: <c>1,500</c>.</summary>
    public static string Count(long number) => Fixed(number, "N0");

    /// <summary>Any figure with four significant digits: <c>0.3142</c>, <c>1,234</c>, <c>2E-05</c>.</summary>
    public static string Number(double number)
    {
        if (!double.IsFinite(number)) return None;
        return Math.Abs(number) >= 1000 ? Fixed(number, "#,0") : Fixed(number, "G4");
    }

    /// <summary>A moment as <c>23 November 2026, 19:25 UTC</c>, in the offset that it carries.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToString("d MMMM yyyy, HH:mm ", CultureInfo.InvariantCulture)
        + (moment.Offset == TimeSpan.Zero ? "UTC" : moment.ToString("'UTC'zzz", CultureInfo.InvariantCulture));

    /// <summary>The value of a setting: text as it is, everything else as JSON.</summary>
    public static string Setting(JsonNode? value) => value switch
    {
        null => None,
        JsonValue text when text.TryGetValue<string>(out var content) => content,
        JsonArray list when list.All(e => e is not JsonObject and not JsonArray) => string.Join(", ", list.Select(Setting)),
        _ => value.ToJsonString(Readable),
    };

    private static string Join(string value, string range) => range.Length == 0 ? value : $"{value} {range}";

    private static string Range(Interval interval, string format) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High)
            ? $"[{Fixed(interval.Low * 100, format)}, {Fixed(interval.High * 100, format)}]"
            : "";

    private static string Scaled(double number, ReadOnlySpan<string> units)
    {
        if (!double.IsFinite(number)) return None;
        var unit = 0;
        while (Math.Abs(Rounded(number)) >= 1000 && unit < units.Length - 1)
        {
            number /= 1000;
            unit++;
        }

        var text = Fixed(Rounded(number), unit == 0 ? "N0" : "#,0.#");
        return units[unit].Length == 0 ? text : text + Thin + units[unit];

        static double Rounded(double value) => Math.Round(value, Math.Abs(value) < 99.95 ? 1 : 0);
    }

    private static string Fixed(double number, string format)
    {
        var text = number.ToString(format, CultureInfo.InvariantCulture);
        if (text.AsSpan().IndexOfAnyInRange('1', '9') < 0) text = text.TrimStart('-', '+');
        return text.StartsWith('-') ? string.Concat([Minus], text.AsSpan(1)) : text;
    }
}
