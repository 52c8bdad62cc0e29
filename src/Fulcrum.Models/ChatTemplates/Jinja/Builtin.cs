namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>A filter, test, function or method of Jinja or Python: what it takes, and what it does with a subject.</summary>
internal sealed class Builtin<T>(string parameters, Func<T, Arguments, object?> run)
{
    private readonly Signature _signature = new(parameters);

    /// <param name="callee">What is called, to begin a sentence with.</param>
    /// <param name="subject">What a filter, test or method is applied to.</param>
    /// <param name="arguments">What stands in the parentheses.</param>
    public object? Call(string callee, T subject, Arguments arguments)
    {
        _signature.Check(callee, arguments);
        RenderBudget.Read(subject);
        var result = run(subject, arguments);
        if (!ReferenceEquals(result, subject)) RenderBudget.Made(result);
        return result;
    }
}
