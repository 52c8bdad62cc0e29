namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What follows a value in a chain: an operator with its right side, a member, a filter.</summary>
internal delegate object? Step(object? value, Scope scope);

/// <summary>Puts expressions together out of others, so that a fault in one tells its place in the template.</summary>
internal static class Evaluation
{
    /// <summary>The values of a list or tuple.</summary>
    public static List<object?> All(List<Expression> items, Scope scope)
    {
        RenderBudget.Elements(items.Count);
        return items.ConvertAll(item => item(scope));
    }

    /// <summary>Applies steps to a value in a loop: however long a chain is, it needs no deep stack.</summary>
    public static Expression Chain(Expression first, List<Step> steps)
    {
        if (steps.Count == 0) return first;
        return scope =>
        {
            var value = first(scope);
            foreach (var step in steps) value = step(value, scope);
            return value;
        };
    }

    /// <inheritdoc cref="Located(TemplateToken, Expression)"/>
    public static Step Located(TemplateToken at, Step step) => (value, scope) => At(at, () => step(value, scope));

    /// <summary>Gives faults without a place this one.</summary>
    public static Expression Located(TemplateToken at, Expression expression) => scope => At(at, () => expression(scope));

    /// <summary>Evaluates, and gives a fault without a place this one.</summary>
    public static object? At(TemplateToken at, Func<object?> evaluate)
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
}
