using System.Globalization;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>How figures stand in sentences.</summary>
internal static class Figures
{
    /// <summary><c>97.1 % [95.4, 98.3]</c>.</summary>
    public static string Percent(Interval share) => $"{Percent(share.Value)} [{Hundred(share.Low)}, {Hundred(share.High)}]";

    /// <summary><c>97.1 %</c>.</summary>
    public static string Percent(double share) => $"{Hundred(share)} %";

    /// <summary><c>+7.4 points [5.0, 9.9]</c>.</summary>
    public static string Points(Interval difference) =>
        $"{(difference.Value < 0 ? "−" : "+")}{Hundred(Math.Abs(difference.Value))} points [{Signed(difference.Low)}, {Signed(difference.High)}]";

    /// <summary><c>2.1 points</c>.</summary>
    public static string Points(double difference) => $"{Hundred(difference)} points";

    /// <summary><c>p &lt; .001</c> or <c>p = .034</c>, without the zero, as statisticians write it.</summary>
    public static string PValue(double p) => p switch
    {
        < 0.001 => "p < .001",
        > 0.999 => "p > .999",
        _ => "p = " + p.ToString("0.000", CultureInfo.InvariantCulture)[1..],
    };

    /// <summary><c>0.4 s</c>, <c>35 s</c> or <c>12 min</c>.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
    };

    private static string Hundred(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Signed(double share) => Hundred(share).Replace('-', '−');
}
