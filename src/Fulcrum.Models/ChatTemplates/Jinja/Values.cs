using System.Collections;
using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// Python's rules for values. None is null; numbers are long or double; lists and tuples are <c>List&lt;object?&gt;</c>.
/// </summary>
internal static class Values
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool truth => truth,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        ICollection collection => collection.Count > 0,
        _ => true,
    };

    public static new bool Equals(object? left, object? right) => (left, right) switch
    {
        (Undefined, Undefined) => true,
        (bool or long or double, bool or long or double) => Number(left).Equals(Number(right)),
        (List<object?> first, List<object?> second) => first.Count == second.Count && first.Zip(second).All(pair => Equals(pair.First, pair.Second)),
        (Mapping first, Mapping second) => first.Count == second.Count && first.All(entry => second.TryGetValue(entry.Key, out var value) && Equals(entry.Value, value)),
        _ => object.Equals(left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => string.CompareOrdinal(first, second),
        (bool or long or double, bool or long or double) => Number(left).CompareTo(Number(right)),
        _ => throw new TemplateFault($"{Kind(left)} and {Kind(right)} cannot be compared"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        Mapping mapping => item is string key && mapping.ContainsKey(key),
        List<object?> list => list.Any(element => Equals(element, item)),
        Undefined => false,
        _ => throw new TemplateFault($"'in' does not look into {Kind(container)}"),
    };

    /// <summary>What a loop runs over: elements, keys, or characters.</summary>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        Undefined => [],
        List<object?> list => list,
        Mapping mapping => mapping.Keys,
        string text => text.EnumerateRunes().Select(object? (rune) => rune.ToString()),
        _ => throw new TemplateFault($"{Kind(value)} cannot be looped over"),
    };

    public static double Number(object? value) => value switch
    {
        bool truth => truth ? 1 : 0,
        long number => number,
        double number => number,
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"a number is needed, not {Kind(value)}"),
    };

    public static long Integer(object? value) => value switch
    {
        bool truth => truth ? 1 : 0,
        long number => number,
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"an integer is needed, not {Kind(value)}"),
    };

    public static string Text(object? value) => value switch
    {
        string text => text,
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"a string is needed, not {Kind(value)}"),
    };

    /// <summary>As Python's <c>str</c> writes it.</summary>
    public static string Write(object? value) => value switch
    {
        Undefined => "",
        string text => text,
        _ => Represent(value),
    };

    public static string Kind(object? value) => value switch
    {
        null => "none",
        Undefined undefined => $"'{undefined.Name}', which is undefined,",
        bool => "a boolean",
        long => "an integer",
        double => "a float",
        string => "a string",
        List<object?> => "a list",
        Mapping => "a mapping",
        _ => "a function",
    };

    private static string Represent(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => WriteFloat(number),
        string text => Quote(text),
        List<object?> list => $"[{string.Join(", ", list.Select(Represent))}]",
        Mapping mapping => $"{{{string.Join(", ", mapping.Select(entry => $"{Quote(entry.Key)}: {Represent(entry.Value)}"))}}}",
        Undefined => "Undefined",
        _ => throw new TemplateFault($"{Kind(value)} cannot be written"),
    };

    public static string WriteFloat(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(character => char.IsAsciiDigit(character) || character == '-') ? text + ".0" : text;
    }

    private static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? "\"" : "'";
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace(quote, "\\" + quote, StringComparison.Ordinal);
        return quote + escaped + quote;
    }
}
