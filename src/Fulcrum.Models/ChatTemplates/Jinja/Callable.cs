namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Arguments of a call.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    public static Arguments None { get; } = new([], new Dictionary<string, object?>());

    public bool Has(int index, string name) => index < Positional.Count || Named.ContainsKey(name);

    /// <summary>The argument at a place or of a name, or <paramref name="otherwise"/>.</summary>
    public object? Get(int index, string name, object? otherwise = null) =>
        index < Positional.Count ? Positional[index] : Named.GetValueOrDefault(name, otherwise);
}

/// <summary>A function, macro or method of a template.</summary>
internal delegate object? Callable(Arguments arguments);
