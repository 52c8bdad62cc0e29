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
        return scope => new TupleValue(Evaluate(items, scope));
    }

    public Expression Parse() => tokens.Nested(ParseInlineIf);

    /// <summary>Parses an expression without inline if: what a loop runs over, whose <c>if</c> is a filter.</summary>
    public Expression ParseOr()
    {
        var operands = ParseOperands(ParseAnd, "or");
        return operands is [var only] ? only : scope => FirstOf(operands, scope, wanted: true);
    }

    private Expression ParseInlineIf()
    {
        var value = ParseOr();
        var choices = new List<(Expression Condition, Expression Otherwise)>();
        while (tokens.TryTake("if"))
        {
            var condition = ParseOr();
            choices.Add((condition, tokens.TryTake("else") ? Parse() : _ => new Undefined("the inline if without else")));
        }

        if (choices.Count == 0) return value;
        choices.Reverse();
        return scope =>
        {
            foreach (var (condition, otherwise) in choices)
            {
                RenderBudget.Step();
                if (!Values.IsTrue(condition(scope))) return otherwise(scope);
            }

            return value(scope);
        };
    }

    private Expression ParseAnd()
    {
        var operands = ParseOperands(ParseNot, "and");
        return operands is [var only] ? only : scope => FirstOf(operands, scope, wanted: false);
    }

    private List<Expression> ParseOperands(Func<Expression> parse, string between)
    {
        var operands = new List<Expression> { parse() };
        while (tokens.TryTake(between)) operands.Add(parse());
        return operands;
    }

    /// <summary>The first value that is true or false as wanted, or the last one.</summary>
    private static object? FirstOf(List<Expression> operands, Scope scope, bool wanted)
    {
        object? value = null;
        foreach (var operand in operands)
        {
            RenderBudget.Step();
            value = operand(scope);
            if (Values.IsTrue(value) == wanted) break;
        }

        return value;
    }

    private Expression ParseNot()
    {
        var count = 0;
        while (tokens.TryTake("not")) count++;
        var value = ParseComparison();
        return count == 0 ? value : scope => Values.IsTrue(value(scope)) == (count % 2 == 0);
    }

    /// <summary>Parses comparisons; several compare each neighbors, and the first that fails is the last.</summary>
    private Expression ParseComparison()
    {
        var first = ParseArithmetic(0);
        var comparisons = new List<(TemplateToken At, string Operation, Expression Right)>();
        while (IsComparison())
        {
            var at = tokens.Take();
            var operation = at.Value;
            if (operation == "not") operation += " " + tokens.Take().Value;
            comparisons.Add((at, operation, ParseArithmetic(0)));
        }

        if (comparisons.Count == 0) return first;
        return scope =>
        {
            var left = first(scope);
            foreach (var (at, operation, right) in comparisons)
            {
                var (before, after) = (left, right(scope));
                if (!(bool)At(at, () => Operators.Apply(operation, before, after))!) return false;
                left = after;
            }

            return true;
        };
    }

    private bool IsComparison() => tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(tokens.Current.Value)
        || tokens.Current.Is("in")
        || tokens.Current.Is("not") && tokens.Following.Is("in");

    private Expression ParseArithmetic(int level)
    {
        if (level == Arithmetic.Length) return ParsePower();
        return ParseChain(() => ParseArithmetic(level + 1), token => token.Kind == TokenKind.Operator && Arithmetic[level].Contains(token.Value));
    }

    private Expression ParsePower() => ParseChain(ParseUnary, token => token.Is("**"));

    /// <summary>Parses operands with operators between, which are applied from the left.</summary>
    private Expression ParseChain(Func<Expression> parseOperand, Predicate<TemplateToken> isOperator)
    {
        var first = parseOperand();
        var steps = new List<Step>();
        while (isOperator(tokens.Current))
        {
            var at = tokens.Take();
            var right = parseOperand();
            steps.Add(Located(at, (left, scope) => Operators.Apply(at.Value, left, right(scope))));
        }

        return Chain(first, steps);
    }

    /// <summary>Parses signs; filters and tests come after them: <c>-1 | abs</c> is 1.</summary>
    private Expression ParseUnary()
    {
        var signs = new List<Step>();
        while (tokens.Current is var at && (tokens.TryTake("-") || tokens.TryTake("+")))
        {
            signs.Add(Located(at, at.Is("-")
                ? (operand, _) => Operators.Negate(operand)
                : (operand, _) => operand is double ? operand : Values.Integer(operand)));
        }

        signs.Reverse();
        return ParseFilters(Chain(ParsePostfix(), signs));
    }

    private Expression ParseFilters(Expression value)
    {
        var steps = new List<Step>();
        while (true)
        {
            var at = tokens.Current;
            if (tokens.TryTake("|"))
            {
                var name = ParseDottedName();
                var arguments = tokens.Current.Is("(") ? ParseArguments() : _ => Arguments.None;
                steps.Add(Located(at, (inner, scope) => Filters.Apply(name, inner, arguments(scope))));
            }
            else if (tokens.TryTake("is"))
            {
                var negated = tokens.TryTake("not");
                var name = ParseDottedName();
                var arguments = ParseTestArguments();
                steps.Add(Located(at, (inner, scope) => Tests.Apply(name, inner, arguments(scope)) != negated));
            }
            else
            {
                return Chain(value, steps);
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
        var first = ParsePrimary();
        var steps = new List<Step>();
        while (true)
        {
            var at = tokens.Current;
            if (tokens.TryTake("."))
            {
                var name = tokens.Current.Kind == TokenKind.Integer ? tokens.Take().Value : tokens.Expect(TokenKind.Name).Value;
                steps.Add(Located(at, long.TryParse(name, out var index)
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
                steps.Add(Located(at, (inner, scope) => Call(inner, arguments(scope))));
            }
            else
            {
                return Chain(first, steps);
            }
        }
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
            [{ } index] => Located(at, (value, scope) => Members.Element(value, index(scope))),
            [var start, var stop] => Located(at, (value, scope) => Members.Slice(value, start?.Invoke(scope), stop?.Invoke(scope), null)),
            [var start, var stop, var step] => Located(at, (value, scope) => Members.Slice(value, start?.Invoke(scope), stop?.Invoke(scope), step?.Invoke(scope))),
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

            if (positional.Count + named.Count > TemplateLimits.Arguments) throw new TemplateFault($"The call has more than {TemplateLimits.Arguments} arguments.", tokens.Current);
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

        return scope => Evaluate(items, scope);
    }

    private static List<object?> Evaluate(List<Expression> items, Scope scope)
    {
        RenderBudget.Elements(items.Count);
        return items.ConvertAll(item => item(scope));
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
            RenderBudget.Elements(entries.Count);
            var mapping = new Mapping();
            foreach (var (key, value) in entries) mapping[Values.Text(key(scope))] = value(scope);
            return mapping;
        });
    }

    private static Expression Constant(object? value) => _ => value;

    /// <summary>Applies steps to a value in a loop: however long a chain is, it needs no deep stack.</summary>
    private static Expression Chain(Expression first, List<Step> steps)
    {
        if (steps.Count == 0) return first;
        return scope =>
        {
            var value = first(scope);
            foreach (var step in steps) value = step(value, scope);
            return value;
        };
    }

    private static Step Located(TemplateToken at, Step step) => (value, scope) => At(at, () => step(value, scope));

    /// <summary>Gives faults without a place this one.</summary>
    public static Expression Located(TemplateToken at, Expression expression) => scope => At(at, () => expression(scope));

    private static object? At(TemplateToken at, Func<object?> evaluate)
    {
        try
        {
            RenderBudget.Step();
            return evaluate();
        }
        catch (TemplateFault fault) when (fault.Line is null)
        {
            fault.At(at);
            throw;
        }
    }

    /// <summary>What follows a value in a chain: an operator with its right side, a member, a filter.</summary>
    private delegate object? Step(object? value, Scope scope);
}
