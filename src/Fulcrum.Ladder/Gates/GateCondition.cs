using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Gates;

/// <summary>One condition of a gate.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Column">Where it begins, from 1.</param>
/// <param name="Metric">What is asked for.</param>
/// <param name="Label">Of which label; empty where the metric takes none.</param>
/// <param name="Comparison"><c>&gt;=</c>, <c>&gt;</c>, <c>&lt;=</c>, <c>&lt;</c> or <c>=</c>.</param>
/// <param name="Limit">The limit, on the metric's scale.</param>
internal sealed record GateCondition(string Text, int Column, GateMetric Metric, string Label, string Comparison, double Limit)
{
    /// <summary>The comparisons that there are.</summary>
    public static IReadOnlyList<string> Comparisons { get; } = [">=", ">", "<=", "<", "="];

    // A difference of shares is exact only to the last digits: .8 − .7 is above .1.
    private const double Rounding = 1e-9;

    /// <summary>Holds the condition against a trial. What is not known does not pass.</summary>
    /// <param name="subject">The trial; <see langword="null"/> where none was judged.</param>
    public GateOutcome Check(GateSubject? subject)
    {
        if (subject is null) return new GateOutcome(Text, "not known: no trial was judged", false);
        var figure = Metric.Read(subject, Label);
        if (figure.Value is not { } value) return new GateOutcome(Text, $"not known: {figure.Missing}", false);
        var doubt = figure.Interval is { } interval && IsWithin(interval) ? "; the limit lies within the interval" : "";
        return new GateOutcome(Text, Metric.Scale.Show(value, figure.Interval) + doubt, Holds(value));
    }

    private bool Holds(double value)
    {
        var isEqual = Math.Abs(value - Limit) <= Rounding * Math.Max(1, Math.Abs(Limit));
        return Comparison switch
        {
            ">=" => isEqual || value > Limit,
            ">" => !isEqual && value > Limit,
            "<=" => isEqual || value < Limit,
            "<" => !isEqual && value < Limit,
            _ => isEqual,
        };
    }

    private bool IsWithin(Interval interval) => interval.Low < Limit && Limit < interval.High;
}
