using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;

namespace Fulcrum.Models.Tests.ChatTemplates;

/// <summary>Templates made by chance, of everything that is supported, with odd values: each renders, or is refused.</summary>
public class TemplateFuzzTests
{
    private const int Tries = 20_000;

    private static readonly string[] Values =
    [
        "0", "1", "-1", "7", "9223372036854775807", "-9223372036854775807", "1e308", "0.5", "-0.0", "''", "'a'", "'a,b,a'", "' é😀\\n'", "'ß'", "none", "true", "[]", "[1, 'a']",
        "{}", "{'a': 1}", "(1, 2)", "()", "messages", "messages[0]", "x", "ns", "ns.x", "range(3)", "loop", "strftime_now", "missing", "messages[0].items()", "'a'.upper", "[[1, 2], [3]]",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or"];

    private static readonly string[] Filters =
    [
        "trim", "upper", "lower", "capitalize", "title", "replace", "indent", "string", "default", "tojson", "length", "int", "float", "abs", "items", "first", "last", "list",
        "reverse", "join", "sum", "min", "max", "sort", "unique", "map", "select", "reject", "selectattr", "rejectattr",
    ];

    private static readonly string[] Methods =
        ["strip", "split", "rsplit", "partition", "find", "count", "replace", "startswith", "splitlines", "join", "title", "removeprefix", "items", "keys", "get", "role", "content"];

    private static readonly string[] Tests = ["defined", "none", "string", "odd", "even", "divisibleby", "in", "sameas", "eq", "lt", "mapping", "iterable", "upper"];

    private readonly Random _random = new(11);

    [Fact]
    public void A_template_made_by_chance_is_rendered_or_refused_with_its_place()
    {
        var refused = 0;
        for (var i = 0; i < Tries; i++)
        {
            var template = Block(_random.Next(1, 5));
            try
            {
                ChatTemplate.Parse(template).Render([new("system", "be"), new("user", "hello")], true, new Dictionary<string, string>(), default);
            }
            catch (InputException e)
            {
                refused++;
                Assert.NotEmpty(Assert.Single(e.Errors).Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"try {i}: {template}\n{e}");
            }
        }

        Assert.InRange(refused, Tries / 10, Tries * 99 / 100);
    }

    private string Block(int depth) => _random.Next(depth > 0 ? 8 : 3) switch
    {
        0 => "text ",
        1 or 2 => $"{{{{ {Expression(depth)} }}}}",
        3 => $"{{% if {Expression(depth - 1)} %}}{Block(depth - 1)}{{% elif {Expression(depth - 1)} %}}{Block(depth - 1)}{{% else %}}{Block(depth - 1)}{{% endif %}}",
        4 => $"{{% for x in {Expression(depth - 1)} %}}{Block(depth - 1)}{{{{ loop.{Pick(["index", "last", "cycle(1, 2)", "previtem", "changed(x)"])} }}}}{{% endfor %}}",
        5 => $"{{% set x = {Expression(depth - 1)} %}}{Block(depth - 1)}",
        6 => $"{{% macro m(x, y={Expression(depth - 1)}) %}}{Block(depth - 1)}{{% endmacro %}}{{{{ m({Expression(depth - 1)}) }}}}",
        _ => $"{{% set ns = namespace(x={Expression(depth - 1)}) %}}{Block(depth - 1)}{Block(depth - 1)}",
    };

    private string Expression(int depth)
    {
        if (depth <= 0) return Pick(Values);
        return _random.Next(10) switch
        {
            0 => Pick(Values),
            1 or 2 => $"({Expression(depth - 1)} {Pick(Operators)} {Expression(depth - 1)})",
            3 => $"({Expression(depth - 1)} | {Pick(Filters)}{Arguments(depth)})",
            4 => $"({Expression(depth - 1)}).{Pick(Methods)}{Arguments(depth)}",
            5 => $"({Expression(depth - 1)} is {Pick(Tests)}{Arguments(depth)})",
            6 => $"({Expression(depth - 1)})[{Expression(depth - 1)}]",
            7 => $"({Expression(depth - 1)})[{Pick(Values)}:{Pick(Values)}:{Pick(Values)}]",
            8 => $"[{Expression(depth - 1)}, {Expression(depth - 1)}]",
            _ => $"({Pick(["-", "+", "not "])}{Expression(depth - 1)})",
        };
    }

    private string Arguments(int depth) => _random.Next(4) switch
    {
        0 => "",
        1 => "()",
        2 => $"({Expression(depth - 1)})",
        _ => $"({Expression(depth - 1)}, {Expression(depth - 1)})",
    };

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
