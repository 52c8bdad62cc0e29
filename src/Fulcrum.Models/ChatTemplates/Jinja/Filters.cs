using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What may stand after <c>|</c>.</summary>
internal static class Filters
{
    public static object? Apply(string name, object? value, Arguments arguments) => name switch
    {
        "trim" => StringMethods.Trim(Values.Write(value), arguments, left: true, right: true),
        "upper" => Values.Write(value).ToUpperInvariant(),
        "lower" => Values.Write(value).ToLowerInvariant(),
        "capitalize" => StringMethods.Capitalize(Values.Write(value)),
        "title" => StringMethods.Title(Values.Write(value)),
        "replace" => StringMethods.Replace(Values.Write(value), arguments),
        "indent" => Indent(Values.Write(value), arguments),
        "string" => Values.Write(value),
        "safe" => value,
        "default" or "d" => IsMissing(value, arguments) ? arguments.Get(0, "default_value", "") : value,
        "tojson" => JsonText.Write(value, arguments.Get(0, "indent") is { } indent ? (int)Values.Integer(indent) : null),
        "length" or "count" => (long)Values.Items(value).Count(),
        "int" => ToInteger(value, arguments),
        "float" => value is string text ? ParseFloat(text) : Values.Number(value),
        "abs" => value is double number ? (object)Math.Abs(number) : Math.Abs(Values.Integer(value)),
        "items" => value is Mapping mapping ? Members.Pairs(mapping) : throw new TemplateFault($"items needs a mapping, not {Values.Kind(value)}"),
        _ => SequenceFilters.Apply(name, value, arguments),
    };

    private static bool IsMissing(object? value, Arguments arguments) =>
        value is Undefined || Values.IsTrue(arguments.Get(1, "boolean", false)) && !Values.IsTrue(value);

    private static string Indent(string text, Arguments arguments)
    {
        var width = arguments.Get(0, "width", 4L);
        var margin = width as string ?? new string(' ', (int)Values.Integer(width));
        var first = Values.IsTrue(arguments.Get(1, "first", false));
        var blank = Values.IsTrue(arguments.Get(2, "blank", false));
        return string.Join('\n', text.Split('\n').Select((line, i) => (i == 0 ? first : blank || line.Length > 0) ? margin + line : line));
    }

    private static object? ToInteger(object? value, Arguments arguments) => value switch
    {
        double number => (object)(long)number,
        string text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : arguments.Get(0, "default", 0L),
        _ => Values.Integer(value),
    };

    private static double ParseFloat(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0.0;
}
