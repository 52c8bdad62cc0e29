using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Parses what stands between operators: literals, names and brackets, with the members, subscripts and calls behind them.</summary>
/// <param name="tokens">The tokens of the template.</param>
/// <param name="parse">Parses a whole expression, as brackets hold them.</param>
internal sealed class OperandParser(TokenReader tokens, Func<Expression> parse)
{
    /// <summary>Parses an operand with the members, subscripts and calls behind it.</summary>
    public Expression Parse()
    {
        var first = ParsePrimary();
        var steps = new List<Step>();
        while (true)
        {
            var at = tokens.Current;
            if (tokens.TryTake("."))
            {
                var name = tokens.Current.Kind == TokenKind.Integer ? tokens.Take().Value : tokens.Expect(TokenKind.Name).Value;
                steps.Add(Evaluation.Located(at, long.TryParse(name, out var index)
                    ? (inner, _) => Members.Element(inner, index)
                    : (inner, _) => Members.Attribute(inner, name)));
            }
            else if (tokens.TryTake("["))
            {
                steps.Add(ParseSubscript(at));
            }
            else if (at.Is("("))
            {
                var arguments = ParseArguments();
                steps.Add(Evaluation.Located(at, (inner, scope) => Call(inner, arguments(scope))));
            }
            else
            {
                return Evaluation.Chain(first, steps);
            }
        }
    }

    /// <summary>Parses the arguments of a call, a filter or a test, in brackets.</summary>
    public Func<Scope, Arguments> ParseArguments()
    {
        tokens.Expect("(");
        var positional = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        while (!tokens.Current.Is(")"))
        {
            if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is("="))
            {
                var name = tokens.Take();
                if (named.Exists(entry => entry.Name == name.Value)) throw new TemplateFault($"The argument '{name.Value}' is given twice.", name);
                tokens.Take();
                named.Add((name.Value, parse()));
            }
            else
            {
                if (named.Count > 0) throw new TemplateFault("An argument without a name cannot follow one with a name.", tokens.Current);
                positional.Add(parse());
            }

            if (positional.Count + named.Count > TemplateLimits.Arguments) throw new TemplateFault($"The call has more than {TemplateLimits.Arguments} arguments.", tokens.Current);
            if (!tokens.Current.Is(")")) tokens.Expect(",");
        }

        tokens.Take();
        return scope => new(positional.ConvertAll(value => value(scope)), named.ToDictionary(entry => entry.Name, entry => entry.Value(scope)));
    }

    private static object? Call(object? function, Arguments arguments) => function switch
    {
        Callable callable => callable(arguments),
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"{Values.Kind(function)} cannot be called"),
    };

    private Step ParseSubscript(TemplateToken at)
    {
        var parts = new List<Expression?> { ParseBound() };
        while (tokens.TryTake(":")) parts.Add(ParseBound());
        tokens.Expect("]");
        return parts switch
        {
            [{ } index] => Evaluation.Located(at, (value, scope) => Members.Element(value, index(scope))),
            [var start, var stop] => Evaluation.Located(at, (value, scope) => Members.Slice(value, start?.Invoke(scope), stop?.Invoke(scope), null)),
            [var start, var stop, var step] => Evaluation.Located(at, (value, scope) => Members.Slice(value, start?.Invoke(scope), stop?.Invoke(scope), step?.Invoke(scope))),
            _ => throw new TemplateFault("Malformed subscript.", at),
        };

        Expression? ParseBound() => tokens.Current.Is(":") || tokens.Current.Is("]") ? null : parse();
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.String: return ParseString();
            case TokenKind.Integer: return Constant(ParseInteger(tokens.Take()));
            case TokenKind.Float: return Constant(double.Parse(tokens.Take().Value, CultureInfo.InvariantCulture));
            case TokenKind.Name: return ParseName();
            default:
                if (tokens.TryTake("[")) return ParseList("]");
                if (tokens.TryTake("{")) return ParseMapping();
                if (tokens.TryTake("(")) return ParseGroup();
                throw tokens.Unexpected("an expression");
        }
    }

    private static long ParseInteger(TemplateToken token) =>
        token.Value[0] == '0' && token.Value.Trim('0').Length > 0 ? throw new TemplateFault("The integer begins with a zero.", token)
        : long.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) ? value : throw new TemplateFault("The integer is too large.", token);

    /// <summary>Strings that follow each other are one.</summary>
    private Expression ParseString()
    {
        var parts = new List<string>();
        while (tokens.Current.Kind == TokenKind.String) parts.Add(tokens.Take().Value);
        var text = string.Concat(parts);
        return Constant(text);
    }

    private Expression ParseName()
    {
        var name = tokens.Take().Value;
        return name switch
        {
            "true" or "True" => Constant(true),
            "false" or "False" => Constant(false),
            "none" or "None" => Constant(null),
            _ => scope => scope.Get(name),
        };
    }

    private Expression ParseGroup()
    {
        if (tokens.TryTake(")")) return _ => new TupleValue([]);
        var first = parse();
        if (tokens.TryTake(")")) return first;
        tokens.Expect(",");
        var rest = ParseList(")");
        return scope => new TupleValue([first(scope), .. (List<object?>)rest(scope)!]);
    }

    private Expression ParseList(string close)
    {
        var items = new List<Expression>();
        while (!tokens.TryTake(close))
        {
            items.Add(parse());
            if (!tokens.Current.Is(close)) tokens.Expect(",");
        }

        return scope => Evaluation.All(items, scope);
    }

    private Expression ParseMapping()
    {
        var at = tokens.Current;
        var entries = new List<(Expression Key, Expression Value)>();
        while (!tokens.TryTake("}"))
        {
            var key = parse();
            tokens.Expect(":");
            entries.Add((key, parse()));
            if (!tokens.Current.Is("}")) tokens.Expect(",");
        }

        return Evaluation.Located(at, scope =>
        {
            RenderBudget.Elements(entries.Count);
            var mapping = new Mapping();
            foreach (var (key, value) in entries) mapping[Values.Text(key(scope))] = value(scope);
            return mapping;
        });
    }

    private static Expression Constant(object? value) => _ => value;
}
