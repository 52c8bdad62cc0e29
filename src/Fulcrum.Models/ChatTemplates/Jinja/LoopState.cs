namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What <c>loop</c> is inside of a loop: where its rounds stand.</summary>
internal sealed class LoopState(List<object?> items)
{
    private TupleValue? _changing;

    /// <summary>The round, from 0.</summary>
    public int Index { get; set; }

    public object? Get(string name) => name switch
    {
        "index" => Index + 1L,
        "index0" => (long)Index,
        "revindex" => (long)(items.Count - Index),
        "revindex0" => items.Count - Index - 1L,
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (long)items.Count,
        // They count the rounds of a recursive loop, which is not supported.
        "depth" => 1L,
        "depth0" => 0L,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("previtem"),
        "nextitem" => Index < items.Count - 1 ? items[Index + 1] : new Undefined("nextitem"),
        "cycle" => (Callable)Cycle,
        "changed" => (Callable)HasChanged,
        _ => new Undefined(name),
    };

    private object? Cycle(Arguments arguments)
    {
        if (arguments.Positional.Count == 0 || arguments.Named.Count > 0) throw new TemplateFault("loop.cycle needs values without names");
        return arguments.Positional[Index % arguments.Positional.Count];
    }

    private object? HasChanged(Arguments arguments)
    {
        if (arguments.Named.Count > 0) throw new TemplateFault("loop.changed needs values without names");
        var before = _changing;
        _changing = new TupleValue(arguments.Positional);
        return before is null || !Values.Equals(before, _changing);
    }
}
