namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The filters over lists.</summary>
internal static class SequenceFilters
{
    private static readonly Comparer<object?> Order = Comparer<object?>.Create(CompareIgnoringCase);

    public static object? Apply(string name, object? value, Arguments arguments) => name switch
    {
        "first" => Values.Items(value).DefaultIfEmpty(new Undefined("first of an empty list")).First(),
        "last" => Values.Items(value).DefaultIfEmpty(new Undefined("last of an empty list")).Last(),
        "list" => Values.Items(value).ToList(),
        "reverse" => value is string ? string.Concat(Values.Items(value).Reverse()) : Values.Items(value).Reverse().ToList(),
        "join" => string.Join(Values.Text(arguments.Get(0, "d", "")), Attributes(value, arguments.Get(1, "attribute")).Select(Values.Write)),
        "sum" => Attributes(value, arguments.Get(0, "attribute")).Aggregate(arguments.Get(1, "start", 0L), (sum, item) => Operators.Apply("+", sum, item)),
        "min" => Values.Items(value).Order(Order).DefaultIfEmpty(new Undefined("min of an empty list")).First(),
        "max" => Values.Items(value).OrderDescending(Order).DefaultIfEmpty(new Undefined("max of an empty list")).First(),
        "sort" => Sort(value, arguments),
        "unique" => Unique(value),
        "map" => Map(value, arguments),
        "select" => Select(value, arguments, wanted: true),
        "reject" => Select(value, arguments, wanted: false),
        "selectattr" => SelectByAttribute(value, arguments, wanted: true),
        "rejectattr" => SelectByAttribute(value, arguments, wanted: false),
        _ => throw new TemplateFault($"the filter '{name}' is not supported"),
    };

    private static IEnumerable<object?> Attributes(object? value, object? attribute) =>
        attribute is null ? Values.Items(value) : Values.Items(value).Select(item => Attribute(item, attribute));

    private static object? Attribute(object? item, object? path) =>
        path is string names
            ? names.Split('.').Aggregate(item, (part, name) => Members.Element(part, name))
            : Members.Element(item, path);

    private static List<object?> Sort(object? value, Arguments arguments)
    {
        var attribute = arguments.Get(2, "attribute");
        var items = Values.Items(value);
        object? Key(object? item) => attribute is null ? item : Attribute(item, attribute);
        return Values.IsTrue(arguments.Get(0, "reverse", false)) ? [.. items.OrderByDescending(Key, Order)] : [.. items.OrderBy(Key, Order)];
    }

    private static int CompareIgnoringCase(object? left, object? right) =>
        left is string first && right is string second
            ? string.CompareOrdinal(first.ToLowerInvariant(), second.ToLowerInvariant())
            : Values.Compare(left, right);

    private static List<object?> Unique(object? value)
    {
        var result = new List<object?>();
        foreach (var item in Values.Items(value))
            if (!result.Exists(known => known is string && item is string ? CompareIgnoringCase(known, item) == 0 : Values.Equals(known, item))) result.Add(item);
        return result;
    }

    private static List<object?> Map(object? value, Arguments arguments)
    {
        if (arguments.Named.TryGetValue("attribute", out var attribute))
            return [.. Attributes(value, attribute).Select(item => item is Undefined && arguments.Named.TryGetValue("default", out var given) ? given : item)];
        var filter = Values.Text(arguments.Get(0, "filter"));
        var rest = arguments with { Positional = [.. arguments.Positional.Skip(1)] };
        return [.. Values.Items(value).Select(item => Filters.Apply(filter, item, rest))];
    }

    private static List<object?> Select(object? value, Arguments arguments, bool wanted) =>
        [.. Values.Items(value).Where(item => Satisfies(item, arguments, skip: 0) == wanted)];

    private static List<object?> SelectByAttribute(object? value, Arguments arguments, bool wanted) =>
        [.. Values.Items(value).Where(item => Satisfies(Attribute(item, arguments.Get(0, "attribute")), arguments, skip: 1) == wanted)];

    private static bool Satisfies(object? item, Arguments arguments, int skip)
    {
        if (arguments.Positional.Count <= skip) return Values.IsTrue(item);
        var test = Values.Text(arguments.Positional[skip]);
        return Tests.Apply(test, item, arguments with { Positional = [.. arguments.Positional.Skip(skip + 1)] });
    }
}
