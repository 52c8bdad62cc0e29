namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What may stand after <c>is</c>.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Builtin<object?>> Known = new(StringComparer.Ordinal)
    {
        ["defined"] = new("", (value, _) => value is not Undefined),
        ["undefined"] = new("", (value, _) => value is Undefined),
        ["none"] = new("", (value, _) => value is null),
        ["true"] = new("", (value, _) => value is true),
        ["false"] = new("", (value, _) => value is false),
        ["boolean"] = new("", (value, _) => value is bool),
        ["string"] = new("", (value, _) => value is string),
        ["integer"] = new("", (value, _) => value is long),
        ["float"] = new("", (value, _) => value is double),
        ["number"] = new("", (value, _) => value is bool or long or double),
        ["mapping"] = new("", (value, _) => value is Mapping),
        ["sequence"] = new("", (value, _) => value is string or List<object?> or Mapping or Undefined or View { Name: View.Range }),
        ["iterable"] = new("", (value, _) => value is string or List<object?> or Mapping or Undefined or View or Iterator),
        ["callable"] = new("", (value, _) => value is Callable),
        ["odd"] = new("", (value, _) => Operators.Apply("%", value, 2L) is 1L or 1.0),
        ["even"] = new("", (value, _) => Operators.Apply("%", value, 2L) is 0L or 0.0),
        ["divisibleby"] = new("num", (value, arguments) => Operators.Apply("%", value, arguments.Get(0, "num")) is 0L or 0.0),
        ["in"] = new("seq", (value, arguments) => Values.Contains(arguments.Get(0, "seq"), value)),
        ["sameas"] = new("other", (value, arguments) => Values.AreSame(value, arguments.Get(0, "other"))),
        ["eq"] = Comparison("=="),
        ["equalto"] = Comparison("=="),
        ["=="] = Comparison("=="),
        ["ne"] = Comparison("!="),
        ["!="] = Comparison("!="),
        ["lt"] = Comparison("<"),
        ["lessthan"] = Comparison("<"),
        ["<"] = Comparison("<"),
        ["le"] = Comparison("<="),
        ["<="] = Comparison("<="),
        ["gt"] = Comparison(">"),
        ["greaterthan"] = Comparison(">"),
        [">"] = Comparison(">"),
        ["ge"] = Comparison(">="),
        [">="] = Comparison(">="),
        ["lower"] = new("", (value, _) => Values.Write(value) is var text && !text.Any(char.IsUpper) && text.Any(char.IsLower)),
        ["upper"] = new("", (value, _) => Values.Write(value) is var text && !text.Any(char.IsLower) && text.Any(char.IsUpper)),
    };

    public static bool Apply(string name, object? value, Arguments arguments) => Known.TryGetValue(name, out var test)
        ? (bool)test.Call($"the test '{name}'", value, arguments)!
        : throw new TemplateFault($"the test '{name}' is not supported");

    private static Builtin<object?> Comparison(string operation) =>
        new("other, /", (value, arguments) => Operators.Apply(operation, value, arguments.Get(0, "other")));
}
