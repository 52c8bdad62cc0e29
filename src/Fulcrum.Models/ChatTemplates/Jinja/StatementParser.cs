using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Parses the text, outputs and blocks of a template into statements.</summary>
internal sealed class StatementParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private int _loops;

    public StatementParser(IReadOnlyList<TemplateToken> tokens)
    {
        _tokens = new(tokens);
        _expressions = new(_tokens);
    }

    public Statement ParseTemplate()
    {
        var body = ParseBody();
        return _tokens.Current.Kind == TokenKind.End ? body : throw _tokens.Unexpected("a statement");
    }

    /// <summary>Parses up to a block whose name is one of <paramref name="ends"/>; leaves the reader at that name.</summary>
    private Statement ParseBody(params string[] ends)
    {
        var statements = new List<Statement>();
        while (true)
        {
            var token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Text: statements.Add(WriteText(token.Value)); break;
                case TokenKind.OutputBegin: statements.Add(ParseOutput(token)); break;
                case TokenKind.BlockBegin when ends.Contains(_tokens.Current.Value): return Sequence(statements);
                case TokenKind.BlockBegin: statements.Add(_tokens.Nested(ParseBlock)); break;
                case TokenKind.End when ends.Length == 0: return Sequence(statements);
                default: throw new TemplateFault($"Expected {string.Join(" or ", ends)}, found the end of the template.", token);
            }
        }
    }

    /// <summary>A body that is a function of its own in Jinja, so that it cannot break a loop around it.</summary>
    private Statement ParseApart(string end)
    {
        (var loops, _loops) = (_loops, 0);
        var body = ParseBody(end);
        _loops = loops;
        return body;
    }

    private static Statement Sequence(List<Statement> statements) => (scope, output) =>
    {
        foreach (var statement in statements)
        {
            RenderBudget.Step();
            if (statement(scope, output) is var flow and not Flow.Next) return flow;
        }

        return Flow.Next;
    };

    private static Statement WriteText(string text) => (_, output) =>
    {
        RenderBudget.Append(output, text);
        return Flow.Next;
    };

    private Statement ParseOutput(TemplateToken at)
    {
        var value = _expressions.ParseTuple();
        _tokens.Expect(TokenKind.OutputEnd);
        var text = Evaluation.Located(at, scope => Values.Write(value(scope)));
        return (scope, output) =>
        {
            RenderBudget.Append(output, (string)text(scope)!);
            return Flow.Next;
        };
    }

    private Statement ParseBlock()
    {
        var name = _tokens.Expect(TokenKind.Name);
        return name.Value switch
        {
            "if" => ParseIf(),
            "for" => ParseFor(name),
            "set" => ParseSet(name),
            "macro" => ParseMacro(),
            "generation" => ParseGeneration(),
            "break" or "continue" when _loops == 0 => throw new TemplateFault($"'{name.Value}' is used outside a loop.", name),
            "break" => End((_, _) => Flow.Break),
            "continue" => End((_, _) => Flow.Continue),
            _ => throw new TemplateFault($"The block '{name.Value}' is not supported here.", name),
        };
    }

    private Statement End(Statement statement)
    {
        _tokens.Expect(TokenKind.BlockEnd);
        return statement;
    }

    private Statement ParseIf()
    {
        var branches = new List<(Expression Condition, Statement Body)>();
        do
        {
            var condition = _expressions.ParseTuple();
            _tokens.Expect(TokenKind.BlockEnd);
            branches.Add((condition, ParseBody("elif", "else", "endif")));
        }
        while (_tokens.TryTake("elif"));

        Statement otherwise = (_, _) => Flow.Next;
        if (_tokens.TryTake("else")) otherwise = End(ParseElse("endif"));
        else End(otherwise, "endif");
        return (scope, output) =>
        {
            foreach (var (condition, body) in branches)
            {
                RenderBudget.Step();
                if (Values.IsTrue(condition(scope))) return body(scope, output);
            }

            return otherwise(scope, output);
        };
    }

    private Statement ParseElse(string end)
    {
        _tokens.Expect(TokenKind.BlockEnd);
        var body = ParseBody(end);
        _tokens.Expect(end);
        return body;
    }

    private void End(Statement statement, string name)
    {
        _tokens.Expect(name);
        End(statement);
    }

    private Statement ParseFor(TemplateToken at)
    {
        var names = ParseNames();
        _tokens.Expect("in");
        var items = _expressions.ParseOr();
        var filter = _tokens.TryTake("if") ? _expressions.Parse() : null;
        if (_tokens.Current.Is("recursive")) throw new TemplateFault("Recursive loops are not supported.", _tokens.Current);
        _tokens.Expect(TokenKind.BlockEnd);
        _loops++;
        var body = ParseBody("else", "endfor");
        _loops--;
        Statement otherwise = (_, _) => Flow.Next;
        if (_tokens.TryTake("else")) otherwise = End(ParseElse("endfor"));
        else End(otherwise, "endfor");
        var list = Evaluation.Located(at, scope => Values.List(items(scope)));
        return new Loop(names, list, filter, body, otherwise, at).Run;
    }

    private List<string> ParseNames()
    {
        var inParentheses = _tokens.TryTake("(");
        var names = new List<string> { _tokens.Expect(TokenKind.Name).Value };
        while (_tokens.TryTake(",")) names.Add(_tokens.Expect(TokenKind.Name).Value);
        if (inParentheses) _tokens.Expect(")");
        return names;
    }

    private Statement ParseSet(TemplateToken at)
    {
        var name = _tokens.Expect(TokenKind.Name).Value;
        var member = _tokens.TryTake(".") ? _tokens.Expect(TokenKind.Name).Value : null;
        if (_tokens.Current.Is(",")) throw new TemplateFault("Setting several names at once is not supported.", _tokens.Current);
        Expression value;
        if (_tokens.TryTake("="))
        {
            value = _expressions.ParseTuple();
        }
        else
        {
            _tokens.Expect(TokenKind.BlockEnd);
            var body = ParseApart("endset");
            _tokens.Expect("endset");
            value = scope => Capture(body, new Scope(scope));
        }

        _tokens.Expect(TokenKind.BlockEnd);
        var assign = Evaluation.Located(at, scope => Assign(scope, name, member, value(scope)));
        return (scope, _) =>
        {
            assign(scope);
            return Flow.Next;
        };
    }

    private static object? Assign(Scope scope, string name, string? member, object? value)
    {
        if (member is null) scope.Set(name, value);
        else if (scope.Get(name) is Namespace space) space.Values[member] = value;
        else throw new TemplateFault($"'{name}' is not a namespace, so '{name}.{member}' cannot be set");
        return null;
    }

    private Statement ParseMacro()
    {
        var name = _tokens.Expect(TokenKind.Name).Value;
        _tokens.Expect("(");
        var parameters = new List<(string Name, Expression? Default)>();
        while (!_tokens.TryTake(")"))
        {
            var parameter = _tokens.Expect(TokenKind.Name);
            if (parameters.Exists(other => other.Name == parameter.Value)) throw new TemplateFault($"The parameter '{parameter.Value}' is duplicated.", parameter);
            var otherwise = _tokens.TryTake("=") ? _expressions.Parse() : null;
            if (otherwise is null && parameters.Exists(other => other.Default is not null))
                throw new TemplateFault($"The parameter '{parameter.Value}' needs a default, as one before it has one.", parameter);
            parameters.Add((parameter.Value, otherwise));
            if (parameters.Count > TemplateLimits.Arguments) throw new TemplateFault($"The macro has more than {TemplateLimits.Arguments} parameters.", parameter);
            if (!_tokens.Current.Is(")")) _tokens.Expect(",");
        }

        var signature = new Signature(string.Join(", ", parameters.Select(parameter => parameter.Name + "=")));
        _tokens.Expect(TokenKind.BlockEnd);
        var body = ParseApart("endmacro");
        _tokens.Expect("endmacro");
        return End((scope, _) =>
        {
            scope.Set(name, (Callable)(arguments =>
            {
                signature.Check($"the macro '{name}'", arguments);
                using var level = RenderBudget.Enter($"the call of the macro '{name}'");
                return Capture(body, Bind(parameters, arguments, scope));
            }));
            return Flow.Next;
        });
    }

    private static Scope Bind(List<(string Name, Expression? Default)> parameters, Arguments arguments, Scope outer)
    {
        var scope = new Scope(outer);
        foreach (var (i, (name, otherwise)) in parameters.Index())
            scope.Set(name, arguments.Has(i, name) ? arguments.Get(i, name) : otherwise is null ? new Undefined(name) : otherwise(scope));
        return scope;
    }

    private static string Capture(Statement body, Scope scope)
    {
        var output = new StringBuilder();
        body(scope, output);
        RenderBudget.Characters(output.Length);
        return output.ToString();
    }

    /// <summary>Marks what the assistant said, for training; it does not change the text, but what is set in it stays in it.</summary>
    private Statement ParseGeneration()
    {
        _tokens.Expect(TokenKind.BlockEnd);
        var body = ParseApart("endgeneration");
        _tokens.Expect("endgeneration");
        return End((scope, output) => body(new Scope(scope), output));
    }
}
