namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>A dictionary that keeps its order.</summary>
internal sealed class Mapping() : OrderedDictionary<string, object?>(StringComparer.Ordinal)
{
    /// <summary>The entries as pairs of key and value.</summary>
    public IEnumerable<object?> Pairs() => this.Select(object? (entry) => new TupleValue([entry.Key, entry.Value]));

    /// <summary>As Python's <c>dict()</c>: from a mapping or pairs, then from named arguments.</summary>
    public static Mapping From(Arguments arguments)
    {
        if (arguments.Positional.Count > 1) throw new TemplateFault($"dict takes one argument without a name, not {arguments.Positional.Count}");
        var result = new Mapping();
        foreach (var given in arguments.Positional)
        {
            foreach (var pair in given is Mapping mapping ? mapping.Pairs() : Jinja.Values.Items(given))
            {
                if (pair is not List<object?> { Count: 2 } parts) throw new TemplateFault($"dict needs pairs, not {Jinja.Values.Kind(pair)}");
                result[Jinja.Values.Text(parts[0])] = parts[1];
            }
        }

        foreach (var (name, value) in arguments.Named) result[name] = value;
        return result;
    }
}
