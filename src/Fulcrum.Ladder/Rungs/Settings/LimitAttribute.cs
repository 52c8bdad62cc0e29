using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>A limit of a number, or of each number of a list.</summary>
/// <param name="keyword">How JSON schema says it.</param>
/// <param name="limit">The limit.</param>
/// <param name="words">How a message says it, e.g. <c>at least</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public abstract class LimitAttribute(string keyword, double limit, string words) : Attribute
{
    /// <summary>The limit in words, e.g. <c>at least 1</c>.</summary>
    public string Words { get; } = string.Create(CultureInfo.InvariantCulture, $"{words} {limit}");

    /// <summary>The limit.</summary>
    protected double Limit => limit;

    /// <summary>Adds the limit to the schema of a number, or to that of what a list or a dictionary holds.</summary>
    public void AddTo(JsonObject schema)
    {
        if ((schema["items"] ?? schema["additionalProperties"]) is JsonObject held) AddTo(held);
        else schema[keyword] = limit;
    }

    /// <summary>The numbers of a value that are beyond the limit.</summary>
    public IEnumerable<object> Violations(object? value) => value switch
    {
        null => [],
        IEnumerable list and not string => list.Cast<object>().SelectMany(Violations),
        _ => Allows(Convert.ToDouble(value, CultureInfo.InvariantCulture)) ? [] : [value],
    };

    /// <summary>Whether a number is within the limit; NaN is not.</summary>
    protected abstract bool Allows(double value);
}
