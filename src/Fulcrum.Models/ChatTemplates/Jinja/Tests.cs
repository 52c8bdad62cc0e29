namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What may stand after <c>is</c>.</summary>
internal static class Tests
{
    public static bool Apply(string name, object? value, Arguments arguments) => name switch
    {
        "defined" => value is not Undefined,
        "undefined" => value is Undefined,
        "none" => value is null,
        "true" => value is true,
        "false" => value is false,
        "boolean" => value is bool,
        "string" => value is string,
        "integer" => value is long,
        "float" => value is double,
        "number" => value is bool or long or double,
        "mapping" => value is Mapping,
        "sequence" or "iterable" => value is string or List<object?> or Mapping or Undefined,
        "callable" => value is Callable,
        "odd" => Values.Integer(value) % 2 != 0,
        "even" => Values.Integer(value) % 2 == 0,
        "divisibleby" => Values.Integer(value) % Values.Integer(arguments.Get(0, "num")) == 0,
        "in" => Values.Contains(arguments.Get(0, "seq"), value),
        "equalto" or "eq" or "sameas" => Values.Equals(value, arguments.Get(0, "other")),
        "ne" => !Values.Equals(value, arguments.Get(0, "other")),
        "lt" or "lessthan" => Values.Compare(value, arguments.Get(0, "other")) < 0,
        "gt" or "greaterthan" => Values.Compare(value, arguments.Get(0, "other")) > 0,
        "le" => Values.Compare(value, arguments.Get(0, "other")) <= 0,
        "ge" => Values.Compare(value, arguments.Get(0, "other")) >= 0,
        "lower" => Values.Text(value) is var text && !text.Any(char.IsUpper) && text.Any(char.IsLower),
        "upper" => Values.Text(value) is var text && !text.Any(char.IsLower) && text.Any(char.IsUpper),
        _ => throw new TemplateFault($"the test '{name}' is not supported"),
    };
}
