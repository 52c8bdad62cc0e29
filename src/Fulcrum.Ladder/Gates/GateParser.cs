using Fulcrum.Data;

namespace Fulcrum.Ladder.Gates;

/// <summary>Reads the conditions of a gate; what is wrong with one does not keep the next from being read.</summary>
internal sealed class GateParser
{
    private readonly string _text;
    private readonly IReadOnlyList<GateToken> _tokens;
    private readonly List<GateCondition> _conditions = [];
    private readonly InputErrorList _errors = new();
    private int _place;

    private GateParser(string text) => (_text, _tokens) = (text, GateTokenizer.Read(text));

    private GateToken Current => _tokens[_place];

    /// <summary>The conditions, at least one.</summary>
    /// <exception cref="InputException">There is none, or something is wrong: every error with its column.</exception>
    public static IReadOnlyList<GateCondition> Read(string text)
    {
        var parser = new GateParser(text);
        do
        {
            if (parser.ReadCondition() is { } condition) parser._conditions.Add(condition);
            while (parser.Current.Kind is not (GateTokenKind.And or GateTokenKind.End)) parser._place++;
        }
        while (parser.Take(GateTokenKind.And) is not null);
        parser._errors.ThrowIfAny();
        return parser._conditions;
    }

    private GateCondition? ReadCondition()
    {
        if (Take(GateTokenKind.Word) is not { } name) return Fail(Current, $"A metric is missing {Before(Current)}.", $"The metrics are: {AllForms}.");
        if (FindMetric(name) is not { } metric) return null;
        var label = Take(GateTokenKind.Label);
        if (metric.TakesLabel && label is not { Text.Length: > 0 }) return Fail(name, $"`{metric.Name}` does not say of which label.", $"Write `{metric.Name}(LABEL)`.");
        if (!metric.TakesLabel && label is not null) return Fail(label, $"`{metric.Name}` takes no label.");
        if (Take(GateTokenKind.Comparison) is not { } comparison)
            return Fail(Current, $"`{metric.Name}` is compared with nothing: there is {Described(Current)} where a comparison belongs.", $"Possible here: {string.Join(", ", GateCondition.Comparisons)}.");
        var value = Current;
        if (value.Kind is not (GateTokenKind.End or GateTokenKind.And)) _place++;
        if (metric.Scale.Read(value, metric.Name, out var limit) is { } wrong)
            return value.Text.Length > 0 && value.Kind != GateTokenKind.And ? Fail(value, wrong.Message, wrong.Remedy) : Fail(value, $"The limit of `{metric.Name}` is missing.");
        if (Current.Kind is not (GateTokenKind.And or GateTokenKind.End))
            return Fail(Current, $"There is {Described(Current)} behind a condition.", "Write `&` or `and` between conditions.");
        return new GateCondition(_text[(name.Column - 1)..(value.End - 1)], name.Column, metric, label?.Text ?? "", comparison.Text, limit);
    }

    private GateMetric? FindMetric(GateToken name)
    {
        var metric = GateMetric.All.FirstOrDefault(metric => metric.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase));
        if (metric is not null) return metric;
        var nearest = NearestName.Find(name.Text, GateMetric.All.Select(other => other.Name));
        Fail(
            name,
            $"`{name.Text}` is no metric of a gate.",
            nearest is null ? $"The metrics are: {AllForms}." : $"Did you mean `{GateMetric.All.First(other => other.Name == nearest).Form}`?");
        return null;
    }

    private static string AllForms => string.Join(", ", GateMetric.All.Select(metric => metric.Form));

    private GateToken? Take(GateTokenKind kind) => Current.Kind == kind ? _tokens[_place++] : null;

    private GateCondition? Fail(GateToken at, string message, string? remedy = null)
    {
        _errors.Add(Gate.ErrorAt(at.Column, message, remedy));
        return null;
    }

    private static string Before(GateToken token) => token.Kind == GateTokenKind.End ? "at the end" : $"before `{token.Text}{token.Unit}`";

    private static string Described(GateToken token) => token.Kind switch
    {
        GateTokenKind.End => "the end",
        GateTokenKind.Label => $"`({token.Text})`",
        _ => $"`{token.Text}{token.Unit}`",
    };
}
