namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// The arguments that a callable takes, so that no argument is passed over in silence. Written as <c>"old, new, count="</c>: one
/// with <c>=</c> may be left out, those before a <c>/</c> have no name for the caller, and <c>*</c> alone takes whatever comes.
/// </summary>
internal sealed class Signature
{
    private readonly (string Name, bool Optional)[] _parameters;
    private readonly int _unnamed;
    private readonly bool _open;

    public Signature(string parameters)
    {
        _open = parameters == "*";
        var parts = parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        _unnamed = Math.Max(0, Array.IndexOf(parts, "/"));
        _parameters = [.. parts.Where(part => part != "/").Select(part => (part.TrimEnd('='), part.EndsWith('=')))];
    }

    /// <param name="callee">What is called, to begin a sentence with.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="TemplateFault">An argument is missing, unknown, surplus or given twice.</exception>
    public void Check(string callee, Arguments arguments)
    {
        if (_open) return;
        if (arguments.Positional.Count > _parameters.Length)
            throw new TemplateFault($"{callee} takes {_parameters.Length} argument{(_parameters.Length == 1 ? "" : "s")}, not {arguments.Positional.Count}");
        foreach (var name in arguments.Named.Keys)
        {
            var place = Array.FindIndex(_parameters, parameter => parameter.Name == name);
            if (place < 0 || place < _unnamed) throw new TemplateFault($"{callee} does not take the argument '{name}'");
            if (place < arguments.Positional.Count) throw new TemplateFault($"{callee} is given the argument '{name}' twice");
        }

        foreach (var (i, (name, optional)) in _parameters.Index())
            if (!optional && !arguments.Has(i, name)) throw new TemplateFault($"{callee} needs the argument '{name}'");
    }
}
