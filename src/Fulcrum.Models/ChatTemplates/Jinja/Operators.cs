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
        "~" => Join(Values.Write(left), Values.Write(right)),
        "+" => Add(left, right),
        "*" when left is string or List<object?> => Repeat(left, right),
        "*" when right is string or List<object?> => Repeat(right, left),
        "%" when left is string => throw new TemplateFault("formatting a string with % is not supported"),
        _ => Calculate(operation, left, right),
    };

    public static object Negate(object? value) => value is double number ? (object)-number : Calculate("-", 0, Values.Integer(value));

    private static object? Add(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => Join(first, second),
        (TupleValue first, TupleValue second) => new TupleValue(Join(first, second)),
        (List<object?> first, List<object?> second) when left is not TupleValue && right is not TupleValue => Join(first, second),
        (Undefined undefined, _) => throw undefined.Fault(),
        (_, Undefined undefined) => throw undefined.Fault(),
        (bool or long or double, bool or long or double) => Calculate("+", left, right),
        _ => throw new TemplateFault($"{Values.Kind(left)} and {Values.Kind(right)} cannot be added"),
    };

    private static string Join(string left, string right)
    {
        RenderBudget.Characters((long)left.Length + right.Length);
        return left + right;
    }

    private static List<object?> Join(List<object?> left, List<object?> right)
    {
        RenderBudget.Elements((long)left.Count + right.Count);
        return [.. left, .. right];
    }

    private static object Repeat(object sequence, object? times)
    {
        var count = (int)Math.Clamp(Values.Integer(times), 0, int.MaxValue);
        if (sequence is string text)
        {
            RenderBudget.Characters((long)count * text.Length);
            return string.Concat(Enumerable.Repeat(text, text.Length == 0 ? 0 : count));
        }

        var list = (List<object?>)sequence;
        RenderBudget.Elements((long)count * list.Count);
        var items = list.Count == 0 ? [] : Enumerable.Repeat(list, count).SelectMany(part => part);
        return list is TupleValue ? new TupleValue(items) : items.ToList();
    }

    private static object Calculate(string operation, object? left, object? right)
    {
        if (left is double || right is double || operation == "/") return Calculate(operation, Values.Number(left), Values.Number(right));
        var (first, second) = (Values.Integer(left), Values.Integer(right));
        if (operation == "**" && second < 0) return Calculate(operation, (double)first, second);
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
                "//" => checked((long)Math.Floor((decimal)left / right)),
                "%" => (long)(left - (Int128)right * (long)Math.Floor((decimal)left / right)),
                "**" => Power(left, right),
                _ => throw new TemplateFault($"the operator {operation} is not supported"),
            };
        }
        catch (OverflowException)
        {
            throw new TemplateFault("the result is too large for an integer");
        }
    }

    private static long Power(long value, long exponent)
    {
        if (value is 0 or 1 || exponent == 0) return exponent == 0 ? 1 : value;
        if (value == -1) return exponent % 2 == 0 ? 1 : -1;
        var result = 1L;
        for (var i = 0L; i < exponent; i++) result = checked(result * value);
        return result;
    }

    private static double Calculate(string operation, double left, double right)
    {
        if (right == 0 && operation is ("/" or "//" or "%") || left == 0 && right < 0 && operation == "**") throw new TemplateFault("division by zero");
        var result = operation switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => FloorDivide(left, right).Quotient,
            "%" => FloorDivide(left, right).Remainder,
            "**" => Math.Pow(left, right),
            _ => throw new TemplateFault($"the operator {operation} is not supported"),
        };
        return double.IsNaN(result) || operation == "**" && double.IsInfinity(result)
            ? throw new TemplateFault($"the result of {operation} is not a number")
            : result;
    }

    /// <summary>As CPython's float_divmod: the quotient is what the exact remainder leaves, so that <c>1.0 // 0.1</c> is 9.</summary>
    private static (double Quotient, double Remainder) FloorDivide(double left, double right)
    {
        var remainder = left % right;
        var quotient = (left - remainder) / right;
        if (remainder != 0 && remainder < 0 != right < 0)
        {
            remainder += right;
            quotient -= 1;
        }

        return (Math.Round(quotient), remainder == 0 ? Math.CopySign(0, right) : remainder);
    }
}
