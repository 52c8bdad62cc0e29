namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What stands behind a dot or in brackets: entries, elements, slices and methods.</summary>
internal static class Members
{
    /// <summary><c>value.name</c>: a method of the type first, then an entry.</summary>
    public static object? Attribute(object? value, string name) => value switch
    {
        Undefined undefined => throw undefined.Fault(),
        Namespace space => space.Values.TryGetValue(name, out var entry) ? entry : new Undefined(name),
        Mapping mapping => (object?)MappingMethod(mapping, name) ?? Entry(mapping, name),
        string text => StringMethods.Find(text, name) ?? (object)new Undefined(name),
        _ => new Undefined(name),
    };

    /// <summary><c>value[index]</c>: an entry or element first.</summary>
    public static object? Element(object? value, object? index) => (value, index) switch
    {
        (Undefined undefined, _) => throw undefined.Fault(),
        (Mapping mapping, string name) => Entry(mapping, name),
        (List<object?> list, long place) => At(list, place, element => element),
        (string text, long place) => At([.. text.EnumerateRunes()], place, rune => rune.ToString()),
        (_, string name) => Attribute(value, name),
        _ => new Undefined(Values.Write(index)),
    };

    /// <summary><c>value[start:stop:step]</c> by Python's rules.</summary>
    public static object Slice(object? value, object? start, object? stop, object? step)
    {
        if (value is Undefined undefined) throw undefined.Fault();
        if (value is not (string or List<object?>)) throw new TemplateFault($"{Values.Kind(value)} cannot be sliced");
        var items = Values.Items(value).ToList();
        var stride = step is null ? 1 : Values.Integer(step);
        if (stride == 0) throw new TemplateFault("the step of a slice is zero");
        var (lowest, highest) = stride > 0 ? (0L, items.Count) : (-1L, items.Count - 1L);
        var first = start is null ? (stride > 0 ? lowest : highest) : Clamp(Values.Integer(start));
        var last = stop is null ? (stride > 0 ? highest : lowest) : Clamp(Values.Integer(stop));
        var result = new List<object?>();
        for (var i = first; stride > 0 ? i < last : i > last; i += stride) result.Add(items[(int)i]);
        return value is string ? string.Concat(result) : result;

        long Clamp(long place) => Math.Clamp(place < 0 ? place + items.Count : place, lowest, highest);
    }

    private static object? Entry(Mapping mapping, string name) => mapping.TryGetValue(name, out var value) ? value : new Undefined(name);

    private static object? At<T>(List<T> items, long place, Func<T, object?> convert)
    {
        if (place < 0) place += items.Count;
        return place >= 0 && place < items.Count ? convert(items[(int)place]) : new Undefined("element " + place);
    }

    private static Callable? MappingMethod(Mapping mapping, string name) => name switch
    {
        "items" => _ => Pairs(mapping),
        "keys" => _ => mapping.Keys.ToList<object?>(),
        "values" => _ => mapping.Values.ToList(),
        "get" => arguments => mapping.TryGetValue(Values.Text(arguments.Get(0, "key")), out var value) ? value : arguments.Get(1, "default"),
        _ => null,
    };

    /// <summary>The entries as pairs of key and value.</summary>
    public static List<object?> Pairs(Mapping mapping) => [.. mapping.Select(entry => new List<object?> { entry.Key, entry.Value })];
}
