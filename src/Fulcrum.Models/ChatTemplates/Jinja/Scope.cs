namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The names that a construct sees. What is set inside of a loop or macro does not reach outside.</summary>
internal sealed class Scope(Scope? parent = null)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => _values[name] = value;

    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope._values.TryGetValue(name, out var value)) return value;
        return new Undefined(name);
    }

    private Scope? Parent => parent;
}

/// <summary>A parsed expression: computes its value from the variables of a scope.</summary>
internal delegate object? Expression(Scope scope);

/// <summary>Writes output and says how a loop around it goes on.</summary>
internal delegate Flow Statement(Scope scope, System.Text.StringBuilder output);

/// <summary>How execution goes on after a statement.</summary>
internal enum Flow
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>With the next round of the loop.</summary>
    Continue,

    /// <summary>Goes on after the loop.</summary>
    Break,
}
