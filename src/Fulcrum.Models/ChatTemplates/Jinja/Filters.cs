using System.Globalization;
using System.Text.RegularExpressions;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What may stand after <c>|</c>.</summary>
internal static partial class Filters
{
    private static readonly Dictionary<string, Builtin<object?>> Known = new(StringComparer.Ordinal)
    {
        ["trim"] = new("chars=", (value, arguments) => StringMethods.Strip(Values.Write(value), arguments.Get(0, "chars"))),
        ["upper"] = new("", (value, _) => PythonText.Upper(Values.Write(value))),
        ["lower"] = new("", (value, _) => PythonText.Lower(Values.Write(value))),
        ["capitalize"] = new("", (value, _) => PythonText.Capitalize(Values.Write(value))),
        ["title"] = new("", (value, _) => Title(Values.Write(value))),
        ["replace"] = new("old, new, count=", (value, arguments) => StringMethods.Replace(Values.Write(value), arguments)),
        ["indent"] = new("width=, first=, blank=", (value, arguments) => Indent(Values.Text(value), arguments)),
        ["string"] = new("", (value, _) => Values.Write(value)),
        ["safe"] = new("", (value, _) => value),
        ["default"] = new("default_value=, boolean=", Default),
        ["d"] = new("default_value=, boolean=", Default),
        ["tojson"] = new("ensure_ascii=, indent=, separators=, sort_keys=", (value, arguments) => JsonText.Write(value, arguments)),
        ["length"] = new("", (value, _) => Values.Length(value)),
        ["count"] = new("", (value, _) => Values.Length(value)),
        ["int"] = new("default=", ToInteger),
        ["float"] = new("default=", ToFloat),
        ["abs"] = new("", (value, _) => value is double number ? (object)Math.Abs(number)
            : Values.Integer(value) is var integer && integer < 0 ? Operators.Negate(integer) : integer),
        ["items"] = new("", (value, _) => value switch
        {
            Undefined => new Iterator([]),
            Mapping mapping => new Iterator(mapping.Pairs()),
            _ => throw new TemplateFault($"items needs a mapping, not {Values.Kind(value)}"),
        }),
    };

    public static object? Apply(string name, object? value, Arguments arguments)
    {
        var filter = Known.GetValueOrDefault(name) ?? SequenceFilters.Known.GetValueOrDefault(name)
            ?? throw new TemplateFault($"the filter '{name}' is not supported");
        return filter.Call($"the filter '{name}'", value, arguments);
    }

    private static object? Default(object? value, Arguments arguments) =>
        value is Undefined || Values.IsTrue(arguments.Get(1, "boolean")) && !Values.IsTrue(value) ? arguments.Get(0, "default_value", "") : value;

    /// <summary>Unlike Python's method, it begins words at blanks, hyphens and opening brackets alone.</summary>
    private static string Title(string text) => WordOrGap().Replace(text, match => PythonText.Capitalize(match.Value));

    [GeneratedRegex(@"[-\s({\[<\x1c-\x1f]+|[^-\s({\[<\x1c-\x1f]+")]
    private static partial Regex WordOrGap();

    private static string Indent(string text, Arguments arguments)
    {
        var width = arguments.Get(0, "width", 4L);
        var margin = width as string ?? new string(' ', Math.Max(0, Values.Count(width)));
        var blank = Values.IsTrue(arguments.Get(2, "blank"));
        var given = PythonText.SplitLines(text + "\n");
        RenderBudget.Characters((long)margin.Length * given.Count);
        var lines = given.Select((line, i) => i > 0 && (blank || line.Length > 0) ? margin + line : line);
        return (Values.IsTrue(arguments.Get(1, "first")) ? margin : "") + string.Join('\n', lines);
    }

    private static object? ToInteger(object? value, Arguments arguments)
    {
        var otherwise = arguments.Get(0, "default", 0L);
        if (value is null or List<object?> or Mapping) return otherwise;
        if (value is string text && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var integer)) return integer;
        var number = value is string given ? ParseFloat(given) : value is double own ? own : Values.Integer(value);
        if (number is null) return otherwise;
        return Math.Abs(number.Value) < long.MaxValue ? (long)number : throw new TemplateFault("the number is too large for an integer");
    }

    private static object? ToFloat(object? value, Arguments arguments) => value switch
    {
        null or List<object?> or Mapping => arguments.Get(0, "default", 0.0),
        string text => ParseFloat(text) ?? arguments.Get(0, "default", 0.0),
        _ => Values.Number(value),
    };

    private static double? ParseFloat(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        // Python reads these and .NET does not, or not in the same way.
        return OddNumber().IsMatch(text) ? throw new TemplateFault($"'{text}' as a number is not supported") : null;
    }

    [GeneratedRegex(@"^\s*[+-]?(inf|infinity|nan|\d[\d_]*(\.[\d_]*)?(e[+-]?[\d_]+)?)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex OddNumber();
}
