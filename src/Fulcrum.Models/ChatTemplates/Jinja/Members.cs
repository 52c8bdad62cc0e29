namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What stands behind a dot or in brackets: entries, elements, slices and methods.</summary>
internal static class Members
{
    private static readonly Dictionary<string, Builtin<Mapping>> MappingMethods = new(StringComparer.Ordinal)
    {
        ["items"] = new("", (mapping, _) => View.Of("dict_items", mapping.Pairs())),
        ["keys"] = new("", (mapping, _) => View.Of("dict_keys", mapping.Keys)),
        ["values"] = new("", (mapping, _) => View.Of("dict_values", mapping.Values)),
        ["get"] = new("key, default=, /", (mapping, arguments) =>
            mapping.TryGetValue(Values.Text(arguments.Get(0, "key")), out var value) ? value : arguments.Get(1, "default")),
    };

    // Python finds these before it looks for an entry of that name, so they cannot be passed over.
    private static readonly HashSet<string> OtherMappingMethods =
        new(["clear", "copy", "fromkeys", "pop", "popitem", "setdefault", "update"], StringComparer.Ordinal);

    private static readonly HashSet<string> ListMethods =
        new(["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"], StringComparer.Ordinal);

    /// <summary><c>value.name</c>: a method of the type first, then an entry.</summary>
    public static object? Attribute(object? value, string name) => value switch
    {
        Undefined undefined => throw undefined.Fault(),
        Namespace space => Entry(space.Values, name),
        LoopState loop => loop.Get(name),
        Mapping mapping => MappingMethod(mapping, name) ?? Entry(mapping, name),
        List<object?> when ListMethods.Contains(name) => throw new TemplateFault($"the list method '{name}' is not supported"),
        string text => StringMethods.Find(text, name) ?? (object)new Undefined(name),
        _ => new Undefined(name),
    };

    /// <summary><c>value[index]</c>: an entry or element first.</summary>
    public static object? Element(object? value, object? index) => (value, index) switch
    {
        (Undefined undefined, _) => throw undefined.Fault(),
        (Mapping mapping, string name) => mapping.TryGetValue(name, out var entry) ? entry : MappingMethod(mapping, name) ?? new Undefined(name),
        (List<object?> list, bool or long) => At(list, Values.Integer(index)),
        (View { Name: View.Range } range, bool or long) => At(range.Items, Values.Integer(index)),
        (string text, bool or long) => Character(text, Values.Integer(index)),
        (_, string name) => Attribute(value, name),
        _ => new Undefined(Values.Write(index)),
    };

    /// <summary><c>value[start:stop:step]</c> by Python's rules.</summary>
    public static object Slice(object? value, object? start, object? stop, object? step)
    {
        if (value is Undefined undefined) throw undefined.Fault();
        if (value is not (string or List<object?>)) throw new TemplateFault($"{Values.Kind(value)} cannot be sliced");
        var count = Values.Length(value);
        // A step beyond all elements takes one of them, however far it goes.
        var stride = step is null ? 1 : Math.Clamp(Values.Integer(step), -count - 1, count + 1);
        if (stride == 0) throw new TemplateFault("the step of a slice is zero");
        var (lowest, highest) = stride > 0 ? (0L, count) : (-1L, count - 1);
        var first = start is null ? (stride > 0 ? lowest : highest) : Clamp(Values.Integer(start));
        var last = stop is null ? (stride > 0 ? highest : lowest) : Clamp(Values.Integer(stop));
        if (value is string text && text.Length == count && stride == 1) return Substring(text, (int)first, (int)Math.Max(first, last));
        var items = Values.List(value);
        var result = new List<object?>();
        for (var i = first; stride > 0 ? i < last : i > last; i += stride) result.Add(items[(int)i]);
        return value switch
        {
            string => string.Concat(result),
            TupleValue => new TupleValue(result),
            _ => result,
        };

        long Clamp(long place) => Math.Clamp(place < 0 ? place + count : place, lowest, highest);
    }

    private static string Substring(string text, int start, int end)
    {
        RenderBudget.Characters(end - start);
        return text[start..end];
    }

    private static object? Entry(Mapping mapping, string name) => mapping.TryGetValue(name, out var value) ? value : new Undefined(name);

    private static object? At(List<object?> items, long place)
    {
        if (place < 0) place += items.Count;
        return place >= 0 && place < items.Count ? items[(int)place] : new Undefined("element " + place);
    }

    private static object? Character(string text, long place)
    {
        RenderBudget.Read(text);
        var left = place < 0 ? place + PythonText.Length(text) : place;
        foreach (var rune in text.EnumerateRunes())
            if (left-- == 0) return rune.ToString();
        return new Undefined("element " + place);
    }

    private static object? MappingMethod(Mapping mapping, string name)
    {
        if (OtherMappingMethods.Contains(name)) throw new TemplateFault($"the mapping method '{name}' is not supported");
        return MappingMethods.TryGetValue(name, out var method) ? (Callable)(arguments => method.Call($"the method '{name}'", mapping, arguments)) : null;
    }
}
