namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Parses expressions: operators from the loosest (inline if) to the tightest (filters and tests), operands between them.</summary>
internal sealed class ExpressionParser
{
    // Binary operators from loose to tight; the unary ones stand between.
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[][] Arithmetic = [["+", "-"], ["~"], ["*", "/", "//", "%"]];

    private readonly TokenReader _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenReader tokens)
    {
        _tokens = tokens;
        _operands = new OperandParser(tokens, Parse);
    }

    /// <summary>Parses an expression; several with commas between become a tuple.</summary>
    public Expression ParseTuple()
    {
        var first = Parse();
        if (!_tokens.Current.Is(",")) return first;
        var items = new List<Expression> { first };
        while (_tokens.TryTake(",")) items.Add(Parse());
        return scope => new TupleValue(Evaluation.All(items, scope));
    }

    public Expression Parse() => _tokens.Nested(ParseInlineIf);

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
        while (_tokens.TryTake("if"))
        {
            var condition = ParseOr();
            choices.Add((condition, _tokens.TryTake("else") ? Parse() : _ => new Undefined("the inline if without else")));
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
        while (_tokens.TryTake(between)) operands.Add(parse());
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
        while (_tokens.TryTake("not")) count++;
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
            var at = _tokens.Take();
            var operation = at.Value;
            if (operation == "not") operation += " " + _tokens.Take().Value;
            comparisons.Add((at, operation, ParseArithmetic(0)));
        }

        if (comparisons.Count == 0) return first;
        return scope =>
        {
            var left = first(scope);
            foreach (var (at, operation, right) in comparisons)
            {
                var (before, after) = (left, right(scope));
                if (!(bool)Evaluation.At(at, () => Operators.Apply(operation, before, after))!) return false;
                left = after;
            }

            return true;
        };
    }

    private bool IsComparison() => _tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(_tokens.Current.Value)
        || _tokens.Current.Is("in")
        || _tokens.Current.Is("not") && _tokens.Following.Is("in");

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
        while (isOperator(_tokens.Current))
        {
            var at = _tokens.Take();
            var right = parseOperand();
            steps.Add(Evaluation.Located(at, (left, scope) => Operators.Apply(at.Value, left, right(scope))));
        }

        return Evaluation.Chain(first, steps);
    }

    /// <summary>Parses signs; filters and tests come after them: <c>-1 | abs</c> is 1.</summary>
    private Expression ParseUnary()
    {
        var signs = new List<Step>();
        while (_tokens.Current is var at && (_tokens.TryTake("-") || _tokens.TryTake("+")))
        {
            signs.Add(Evaluation.Located(at, at.Is("-")
                ? (operand, _) => Operators.Negate(operand)
                : (operand, _) => operand is double ? operand : Values.Integer(operand)));
        }

        signs.Reverse();
        return ParseFilters(Evaluation.Chain(_operands.Parse(), signs));
    }

    private Expression ParseFilters(Expression value)
    {
        var steps = new List<Step>();
        while (true)
        {
            var at = _tokens.Current;
            if (_tokens.TryTake("|"))
            {
                var name = ParseDottedName();
                var arguments = _tokens.Current.Is("(") ? _operands.ParseArguments() : _ => Arguments.None;
                steps.Add(Evaluation.Located(at, (inner, scope) => Filters.Apply(name, inner, arguments(scope))));
            }
            else if (_tokens.TryTake("is"))
            {
                var negated = _tokens.TryTake("not");
                var name = ParseDottedName();
                var arguments = ParseTestArguments();
                steps.Add(Evaluation.Located(at, (inner, scope) => Tests.Apply(name, inner, arguments(scope)) != negated));
            }
            else
            {
                return Evaluation.Chain(value, steps);
            }
        }
    }

    private string ParseDottedName() => _tokens.Expect(TokenKind.Name).Value;

    private Func<Scope, Arguments> ParseTestArguments()
    {
        if (_tokens.Current.Is("(")) return _operands.ParseArguments();
        if (_tokens.Current.Is("is")) throw new TemplateFault("Tests cannot be chained.", _tokens.Current);
        var isValue = _tokens.Current.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Float
            || _tokens.Current.Is("[") || _tokens.Current.Is("{")
            || _tokens.Current.Kind == TokenKind.Name && _tokens.Current.Value is not ("else" or "or" or "and" or "if" or "in" or "not" or "recursive");
        if (!isValue) return _ => Arguments.None;
        var value = _operands.Parse();
        return scope => Arguments.None with { Positional = [value(scope)] };
    }
}
