namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The operators of expressions.</summary>
internal static class Operators
{
    public static object? Apply(string operation, object? left, object? right) => operation switch
    {
        "==" => Values.Equals(left, right),
        "!=" => !Values.Equals(left, right),
        "<" => Values.Compare(left, right) < 0,
        "<=" => Values.Compare(left, right) <= 0,
        ">" => Values.Compare(left, right) > 0,
        ">=" => Values.Compare(left, right) >= 0,
        "in" => Values.Contains(right, left),
        "not in" => !Values.Contains(right, left),
        "~" => Values.Write(left) + Values.Write(right),
        "+" => Add(left, right),
        "*" when left is string text => string.Concat(Enumerable.Repeat(text, (int)Math.Max(0, Values.Integer(right)))),
        _ => Calculate(operation, left, right),
    };

    public static object Negate(object? value) => value is double number ? (object)-number : -Values.Integer(value);

    private static object? Add(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => first + second,
        (List<object?> first, List<object?> second) => (List<object?>)[.. first, .. second],
        (Undefined undefined, _) => throw undefined.Fault(),
        (_, Undefined undefined) => throw undefined.Fault(),
        (bool or long or double, bool or long or double) => Calculate("+", left, right),
        _ => throw new TemplateFault($"{Values.Kind(left)} and {Values.Kind(right)} cannot be added"),
    };

    private static object Calculate(string operation, object? left, object? right)
    {
        if (left is double || right is double || operation == "/") return Calculate(operation, Values.Number(left), Values.Number(right));
        var (first, second) = (Values.Integer(left), Values.Integer(right));
        if (operation == "**" && second < 0) return Math.Pow(first, second);
        return Calculate(operation, first, second);
    }

    private static long Calculate(string operation, long left, long right)
    {
        if (operation is ("//" or "%") && right == 0) throw new TemplateFault("division by zero");
        try
        {
            return operation switch
            {
                "+" => checked(left + right),
                "-" => checked(left - right),
                "*" => checked(left * right),
                "//" => (long)Math.Floor((decimal)left / right),
                "%" => (left % right + right) % right,
                "**" => checked((long)Math.Pow(left, right)),
                _ => throw new TemplateFault($"the operator {operation} is not supported"),
            };
        }
        catch (OverflowException)
        {
            throw new TemplateFault("the result is too large for an integer");
        }
    }

    private static double Calculate(string operation, double left, double right)
    {
        if (operation is ("/" or "//" or "%") && right == 0) throw new TemplateFault("division by zero");
        return operation switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Math.Floor(left / right),
            "%" => left - right * Math.Floor(left / right),
            "**" => Math.Pow(left, right),
            _ => throw new TemplateFault($"the operator {operation} is not supported"),
        };
    }
}
