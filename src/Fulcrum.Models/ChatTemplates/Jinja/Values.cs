using System.Collections;
using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// Python's rules for values. None is null; numbers are long or double; lists are <c>List&lt;object?&gt;</c>, of which
/// <see cref="TupleValue"/> is one.
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
        View view => view.Items.Count > 0,
        _ => true,
    };

    public static new bool Equals(object? left, object? right)
    {
        using var level = RenderBudget.Enter("the value");
        return AreEqual(left, right);
    }

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (Undefined, Undefined) => true,
        (bool or long, bool or long) => Integer(left) == Integer(right),
        (bool or long or double, bool or long or double) => CompareNumbers(left, right) == 0,
        (List<object?> first, List<object?> second) => first is TupleValue == second is TupleValue
            && first.Count == second.Count && first.Zip(second).All(pair => Equals(pair.First, pair.Second)),
        (Mapping first, Mapping second) => first.Count == second.Count && first.All(entry => second.TryGetValue(entry.Key, out var value) && Equals(entry.Value, value)),
        (View first, View second) => ReferenceEquals(first, second) ? true : throw new TemplateFault($"{Kind(first)} and {Kind(second)} cannot be compared"),
        _ => object.Equals(left, right),
    };

    /// <summary>Whether both are one object, as far as that does not depend on how Python keeps its values.</summary>
    public static bool AreSame(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (bool first, bool second) => first == second,
        (long or double or string or TupleValue, _) when left.GetType() == right?.GetType() && Equals(left, right) =>
            throw new TemplateFault($"whether {Kind(left)} is the same as an equal one is not defined"),
        _ => ReferenceEquals(left, right),
    };

    public static int Compare(object? left, object? right)
    {
        RenderBudget.Step();
        return Order(left, right);
    }

    private static int Order(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => PythonText.Compare(first, second),
        (bool or long, bool or long) => Integer(left).CompareTo(Integer(right)),
        (bool or long or double, bool or long or double) => CompareNumbers(left, right),
        _ => throw new TemplateFault($"{Kind(left)} and {Kind(right)} cannot be compared"),
    };

    /// <summary>Exactly: an integer that a float cannot hold is not rounded to it.</summary>
    private static int CompareNumbers(object? left, object? right) => (left, right) switch
    {
        (double first, bool or long) when Math.Abs(first) < long.MaxValue => CompareToInteger(first, Integer(right)),
        (bool or long, double second) when Math.Abs(second) < long.MaxValue => -CompareToInteger(second, Integer(left)),
        _ => Number(left).CompareTo(Number(right)),
    };

    private static int CompareToInteger(double number, long integer) =>
        ((long)Math.Floor(number)).CompareTo(integer) is var order and not 0 ? order : number > Math.Floor(number) ? 1 : 0;

    public static bool Contains(object? container, object? item) => container switch
    {
        string text when item is string part => PythonText.IndexOf(text, part) >= 0,
        Mapping mapping => item is string key && mapping.ContainsKey(key),
        List<object?> or View or Iterator => Items(container).Any(element => Equals(element, item)),
        Undefined => false,
        _ => throw new TemplateFault($"'in' does not look into {Kind(container)}"),
    };

    /// <summary>What a loop runs over: elements, keys, or characters.</summary>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        Undefined => [],
        List<object?> list => list,
        Mapping mapping => mapping.Keys,
        View view => view.Items,
        Iterator iterator => iterator.Take(),
        string text => Characters(text),
        _ => throw new TemplateFault($"{Kind(value)} cannot be looped over"),
    };

    /// <summary>A list of what a loop runs over: lists never change, so one is given as it is.</summary>
    public static List<object?> List(object? value) => value switch
    {
        TupleValue => [.. Items(value)],
        List<object?> list => list,
        View view => view.Items,
        _ => [.. Items(value)],
    };

    public static long Length(object? value) => value switch
    {
        Iterator => throw new TemplateFault($"{Kind(value)} has no length"),
        string text => PythonText.Length(text),
        _ => Items(value).Count(),
    };

    private static IEnumerable<object?> Characters(string text)
    {
        RenderBudget.Elements(text.Length);
        return text.EnumerateRunes().Select(object? (rune) => rune.ToString());
    }

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

    /// <summary>A small integer: a width, a count, a limit.</summary>
    public static int Count(object? value) => Integer(value) is var number && number is >= -TemplateLimits.Count and <= TemplateLimits.Count
        ? (int)number
        : throw new TemplateFault($"{number} is too far from zero");

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
        TupleValue => "a tuple",
        List<object?> => "a list",
        Mapping => "a mapping",
        View view => "a " + view.Name,
        Iterator => "an iterator",
        Namespace => "a namespace",
        LoopState => "a loop",
        _ => "a function",
    };

    private static string Represent(object? value)
    {
        var output = new StringBuilder();
        Represent(value, output);
        return output.ToString();
    }

    private static void Represent(object? value, StringBuilder output)
    {
        using var level = RenderBudget.Enter("the value");
        switch (value)
        {
            case TupleValue { Count: 1 } tuple: RepresentAll("(", tuple, ",)", Represent, output); break;
            case TupleValue tuple: RepresentAll("(", tuple, ")", Represent, output); break;
            case List<object?> list: RepresentAll("[", list, "]", Represent, output); break;
            case Mapping mapping: RepresentAll("{", mapping, "}", RepresentEntry, output); break;
            default: RenderBudget.Append(output, RepresentOne(value)); break;
        }
    }

    private static void RepresentAll<T>(string open, IEnumerable<T> items, string close, Action<T, StringBuilder> represent, StringBuilder output)
    {
        output.Append(open);
        foreach (var (i, item) in items.Index())
        {
            if (i > 0) output.Append(", ");
            represent(item, output);
        }

        output.Append(close);
    }

    private static void RepresentEntry(KeyValuePair<string, object?> entry, StringBuilder output)
    {
        RenderBudget.Append(output, PythonText.Quote(entry.Key));
        output.Append(": ");
        Represent(entry.Value, output);
    }

    private static string RepresentOne(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => WriteFloat(number),
        string text => PythonText.Quote(text),
        View view => view.Text,
        Undefined => "Undefined",
        _ => throw new TemplateFault($"{Kind(value)} cannot be written"),
    };

    /// <summary>As Python's <c>repr</c>: the shortest digits, with an exponent below 1e-4 and from 1e16 on.</summary>
    public static string WriteFloat(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var split = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = split < 0 ? 0 : int.Parse(text.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = split < 0 ? text : text[..split];
        if (exponent < 0) return $"{mantissa}e-{-exponent:00}";

        var sign = mantissa[0] == '-' ? "-" : "";
        var parts = mantissa[sign.Length..].Split('.');
        var digits = string.Concat(parts);
        var before = parts[0].Length + exponent;
        if (before <= 16) return exponent == 0 ? mantissa + (parts.Length > 1 ? "" : ".0") : $"{sign}{digits.PadRight(before, '0').Insert(before, ".")}{(digits.Length > before ? "" : "0")}";
        var significant = digits.TrimEnd('0');
        return $"{sign}{significant[0]}{(significant.Length > 1 ? "." + significant[1..] : "")}e+{before - 1:00}";
    }
}
