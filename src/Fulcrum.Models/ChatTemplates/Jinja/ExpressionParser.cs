using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Parses expressions, from the loosest operator (inline if) to the tightest (calls and members).</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    // Binary operators from loose to tight; the unary ones stand between.
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[][] Arithmetic = [["+", "-"], ["~"], ["*", "/", "//", "%"]];

    /// <summary>Parses an expression; several with commas between become a tuple.</summary>
    public Expression ParseTuple()
    {
        var first = Parse();
        if (!tokens.Current.Is(",")) return first;
        var items = new List<Expression> { first };
        while (tokens.TryTake(",")) items.Add(Parse());
        return scope => new TupleValue(items.Select(item => item(scope)));
    }

    public Expression Parse()
    {
        var value = ParseOr();
        while (tokens.TryTake("if"))
        {
            var (whenTrue, condition) = (value, ParseOr());
            Expression otherwise = tokens.TryTake("else") ? Parse() : _ => new Undefined("the inline if without else");
            value = scope => Values.IsTrue(condition(scope)) ? whenTrue(scope) : otherwise(scope);
        }

        return value;
    }

    /// <summary>Parses an expression without inline if: what a loop runs over, whose <c>if</c> is a filter.</summary>
    public Expression ParseOr()
    {
        var value = ParseAnd();
        while (tokens.TryTake("or"))
        {
            var (left, right) = (value, ParseAnd());
            value = scope => left(scope) is var first && Values.IsTrue(first) ? first : right(scope);
        }

        return value;
    }

    private Expression ParseAnd()
    {
        var value = ParseNot();
        while (tokens.TryTake("and"))
        {
            var (left, right) = (value, ParseNot());
            value = scope => left(scope) is var first && !Values.IsTrue(first) ? first : right(scope);
        }

        return value;
    }

    private Expression ParseNot()
    {
        if (!tokens.TryTake("not")) return ParseComparison();
        var value = ParseNot();
        return scope => !Values.IsTrue(value(scope));
    }

    private Expression ParseComparison()
    {
        var value = ParseArithmetic(0);
        Expression? chained = null;
        while (Comparisons.Contains(tokens.Current.Value) && tokens.Current.Kind is TokenKind.Operator or TokenKind.Name && IsComparison()
            || tokens.Current.Is("not") && tokens.Following.Is("in"))
        {
            var at = tokens.Take();
            var operation = at.Value;
            if (operation == "not") operation += " " + tokens.Take().Value;
            var (left, right) = (value, ParseArithmetic(0));
            var comparison = Located(at, scope => Operators.Apply(operation, left(scope), right(scope)));
            var before = chained;
            chained = before is null ? comparison : scope => Values.IsTrue(before(scope)) && Values.IsTrue(comparison(scope));
            value = right;
        }

        return chained ?? value;
    }

    private bool IsComparison() => tokens.Current.Kind == TokenKind.Operator || tokens.Current.Is("in");

    private Expression ParseArithmetic(int level)
    {
        if (level == Arithmetic.Length) return ParsePower();
        var value = ParseArithmetic(level + 1);
        while (tokens.Current.Kind == TokenKind.Operator && Arithmetic[level].Contains(tokens.Current.Value))
        {
            var at = tokens.Take();
            var (left, right) = (value, ParseArithmetic(level + 1));
            value = Located(at, scope => Operators.Apply(at.Value, left(scope), right(scope)));
        }

        return value;
    }

    private Expression ParsePower()
    {
        var value = ParseUnary(withFilters: true);
        while (tokens.Current.Is("**"))
        {
            var at = tokens.Take();
            var (left, right) = (value, ParseUnary(withFilters: true));
            value = Located(at, scope => Operators.Apply("**", left(scope), right(scope)));
        }

        return value;
    }

    /// <summary>Parses signs; filters and tests come after them: <c>-1 | abs</c> is 1.</summary>
    private Expression ParseUnary(bool withFilters)
    {
        var at = tokens.Current;
        Expression value;
        if (tokens.TryTake("-"))
        {
            var operand = ParseUnary(withFilters: false);
            value = Located(at, scope => Operators.Negate(operand(scope)));
        }
        else if (tokens.TryTake("+"))
        {
            var operand = ParseUnary(withFilters: false);
            value = Located(at, scope => operand(scope) is var number && number is double ? number : Values.Integer(number));
        }
        else
        {
            value = ParsePostfix();
        }

        return withFilters ? ParseFilters(value) : value;
    }

    private Expression ParseFilters(Expression value)
    {
        while (true)
        {
            var at = tokens.Current;
            var inner = value;
            if (tokens.TryTake("|"))
            {
                var name = ParseDottedName();
                var arguments = tokens.Current.Is("(") ? ParseArguments() : _ => Arguments.None;
                value = Located(at, scope => Filters.Apply(name, inner(scope), arguments(scope)));
            }
            else if (tokens.TryTake("is"))
            {
                var negated = tokens.TryTake("not");
                var name = ParseDottedName();
                var arguments = ParseTestArguments();
                value = Located(at, scope => Tests.Apply(name, inner(scope), arguments(scope)) != negated);
            }
            else
            {
                return value;
            }
        }
    }

    private string ParseDottedName() => tokens.Expect(TokenKind.Name).Value;

    private Func<Scope, Arguments> ParseTestArguments()
    {
        if (tokens.Current.Is("(")) return ParseArguments();
        if (tokens.Current.Is("is")) throw new TemplateFault("Tests cannot be chained.", tokens.Current);
        var isValue = tokens.Current.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Float
            || tokens.Current.Is("[") || tokens.Current.Is("{")
            || tokens.Current.Kind == TokenKind.Name && tokens.Current.Value is not ("else" or "or" or "and" or "if" or "in" or "not" or "recursive");
        if (!isValue) return _ => Arguments.None;
        var value = ParsePostfix();
        return scope => Arguments.None with { Positional = [value(scope)] };
    }

    private Expression ParsePostfix()
    {
        var value = ParsePrimary();
        while (true)
        {
            var at = tokens.Current;
            var inner = value;
            if (tokens.TryTake("."))
            {
                var name = tokens.Current.Kind == TokenKind.Integer ? tokens.Take().Value : tokens.Expect(TokenKind.Name).Value;
                value = long.TryParse(name, out var index)
                    ? Located(at, scope => Members.Element(inner(scope), index))
                    : Located(at, scope => Members.Attribute(inner(scope), name));
            }
            else if (tokens.TryTake("["))
            {
                value = ParseSubscript(at, inner);
            }
            else if (at.Is("("))
            {
                var arguments = ParseArguments();
                value = Located(at, scope => Call(inner(scope), arguments(scope)));
            }
            else
            {
                return value;
            }
        }
    }

    private static object? Call(object? function, Arguments arguments) => function switch
    {
        Callable callable => callable(arguments),
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"{Values.Kind(function)} cannot be called"),
    };

    private Expression ParseSubscript(TemplateToken at, Expression value)
    {
        var parts = new List<Expression?> { ParseBound() };
        while (tokens.TryTake(":")) parts.Add(ParseBound());
        tokens.Expect("]");
        return parts switch
        {
            [{ } index] => Located(at, scope => Members.Element(value(scope), index(scope))),
            [var start, var stop] => Located(at, scope => Members.Slice(value(scope), start?.Invoke(scope), stop?.Invoke(scope), null)),
            [var start, var stop, var step] => Located(at, scope => Members.Slice(value(scope), start?.Invoke(scope), stop?.Invoke(scope), step?.Invoke(scope))),
            _ => throw new TemplateFault("Malformed subscript.", at),
        };

        Expression? ParseBound() => tokens.Current.Is(":") || tokens.Current.Is("]") ? null : Parse();
    }

    private Func<Scope, Arguments> ParseArguments()
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
                named.Add((name.Value, Parse()));
            }
            else
            {
                if (named.Count > 0) throw new TemplateFault("An argument without a name cannot follow one with a name.", tokens.Current);
                positional.Add(Parse());
            }

            if (!tokens.Current.Is(")")) tokens.Expect(",");
        }

        tokens.Take();
        return scope => new(positional.ConvertAll(value => value(scope)), named.ToDictionary(entry => entry.Name, entry => entry.Value(scope)));
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
        var text = "";
        while (tokens.Current.Kind == TokenKind.String) text += tokens.Take().Value;
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
        var first = Parse();
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
            items.Add(Parse());
            if (!tokens.Current.Is(close)) tokens.Expect(",");
        }

        return scope => items.ConvertAll(item => item(scope));
    }

    private Expression ParseMapping()
    {
        var at = tokens.Current;
        var entries = new List<(Expression Key, Expression Value)>();
        while (!tokens.TryTake("}"))
        {
            var key = Parse();
            tokens.Expect(":");
            entries.Add((key, Parse()));
            if (!tokens.Current.Is("}")) tokens.Expect(",");
        }

        return Located(at, scope =>
        {
            var mapping = new Mapping();
            foreach (var (key, value) in entries) mapping[Values.Text(key(scope))] = value(scope);
            return mapping;
        });
    }

    private static Expression Constant(object? value) => _ => value;

    /// <summary>Gives faults without a place this one.</summary>
    public static Expression Located(TemplateToken at, Expression expression) => scope =>
    {
        try
        {
            return expression(scope);
        }
        catch (TemplateFault fault) when (fault.Line is null)
        {
            fault.At(at);
            throw;
        }
    };
}
