using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The filters over lists.</summary>
internal static class SequenceFilters
{
    public static Dictionary<string, Builtin<object?>> Known { get; } = new(StringComparer.Ordinal)
    {
        ["first"] = new("", (value, _) => Values.Items(value).DefaultIfEmpty(new Undefined("first of an empty list")).First()),
        ["last"] = new("", (value, _) => value is Iterator
            ? throw new TemplateFault($"{Values.Kind(value)} has no last element")
            : Values.Items(value).DefaultIfEmpty(new Undefined("last of an empty list")).Last()),
        ["list"] = new("", (value, _) => Values.Items(value).ToList()),
        ["reverse"] = new("", (value, _) => value is string ? string.Concat(Values.Items(value).Reverse()) : new Iterator(Values.Items(value).Reverse())),
        ["join"] = new("d=, attribute=", (value, arguments) =>
            PythonText.Join(Values.Text(arguments.Get(0, "d", "")), Attributes(value, arguments.Get(1, "attribute")).Select(Values.Write))),
        ["sum"] = new("attribute=, start=", Sum),
        ["min"] = new("case_sensitive=, attribute=", (value, arguments) =>
            Ordered(value, Key(arguments, 0, 1)).DefaultIfEmpty(new Undefined("min of an empty list")).First()),
        ["max"] = new("case_sensitive=, attribute=", (value, arguments) =>
            Ordered(value, Key(arguments, 0, 1), descending: true).DefaultIfEmpty(new Undefined("max of an empty list")).First()),
        ["sort"] = new("reverse=, case_sensitive=, attribute=", (value, arguments) =>
            Ordered(value, Key(arguments, 1, 2), descending: Values.IsTrue(arguments.Get(0, "reverse")))),
        ["unique"] = new("case_sensitive=, attribute=", Unique),
        ["map"] = new("*", Map),
        ["select"] = new("*", (value, arguments) => Select("select", value, arguments, wanted: true)),
        ["reject"] = new("*", (value, arguments) => Select("reject", value, arguments, wanted: false)),
        ["selectattr"] = new("*", (value, arguments) => SelectByAttribute("selectattr", value, arguments, wanted: true)),
        ["rejectattr"] = new("*", (value, arguments) => SelectByAttribute("rejectattr", value, arguments, wanted: false)),
    };

    private static readonly Comparer<object?> Order = Comparer<object?>.Create(Values.Compare);

    private static IEnumerable<object?> Attributes(object? value, object? attribute) =>
        attribute is null ? Values.Items(value) : Values.Items(value).Select(item => Attribute(item, attribute));

    private static object? Attribute(object? item, object? path) =>
        path is string names
            ? names.Split('.').Aggregate(item, (part, name) =>
                Members.Element(part, long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : name))
            : Members.Element(item, path);

    /// <summary>What elements are compared by: their attribute or themselves, text without case unless it counts.</summary>
    private static Func<object?, object?> Key(Arguments arguments, int caseSensitive, int attribute)
    {
        var path = arguments.Get(attribute, "attribute");
        if (path is string names && names.Contains(',', StringComparison.Ordinal)) throw new TemplateFault("several attributes at once are not supported");
        var sensitive = Values.IsTrue(arguments.Get(caseSensitive, "case_sensitive"));
        return item => (path is null ? item : Attribute(item, path)) is var key && key is string text && !sensitive ? PythonText.Lower(text) : key;
    }

    private static object? Sum(object? value, Arguments arguments)
    {
        var start = arguments.Get(1, "start", 0L);
        if (start is string) throw new TemplateFault("strings cannot be summed");
        return Attributes(value, arguments.Get(0, "attribute")).Aggregate(start, (sum, item) => Operators.Apply("+", sum, item));
    }

    private static List<object?> Ordered(object? value, Func<object?, object?> key, bool descending = false)
    {
        try
        {
            return [.. descending ? Values.Items(value).OrderByDescending(key, Order) : Values.Items(value).OrderBy(key, Order)];
        }
        catch (InvalidOperationException e) when (e.InnerException is TemplateFault fault)
        {
            throw new TemplateFault(fault.Message);
        }
    }

    private static Iterator Unique(object? value, Arguments arguments)
    {
        var (key, known, result) = (Key(arguments, 0, 1), new List<object?>(), new List<object?>());
        foreach (var item in Values.Items(value))
        {
            var own = key(item);
            if (known.Exists(other => Values.Equals(other, own))) continue;
            known.Add(own);
            result.Add(item);
        }

        return new Iterator(result);
    }

    private static Iterator Map(object? value, Arguments arguments)
    {
        if (arguments.Positional.Count == 0 && arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var surplus = arguments.Named.Keys.FirstOrDefault(name => name is not ("attribute" or "default"));
            if (surplus is not null) throw new TemplateFault($"the filter 'map' does not take the argument '{surplus}'");
            var otherwise = arguments.Named.GetValueOrDefault("default");
            return new Iterator(Attributes(value, attribute).Select(item => item is Undefined && otherwise is not null ? otherwise : item));
        }

        if (arguments.Positional.Count == 0) throw new TemplateFault("the filter 'map' needs the name of a filter or an attribute");
        var filter = Values.Text(arguments.Positional[0]);
        var rest = arguments with { Positional = [.. arguments.Positional.Skip(1)] };
        return new Iterator(Values.Items(value).Select(item => Filters.Apply(filter, item, rest)));
    }

    private static Iterator Select(string filter, object? value, Arguments arguments, bool wanted) =>
        new(Values.Items(value).Where(item => Satisfies(filter, item, arguments, skip: 0) == wanted));

    private static Iterator SelectByAttribute(string filter, object? value, Arguments arguments, bool wanted)
    {
        if (arguments.Positional.Count == 0) throw new TemplateFault($"the filter '{filter}' needs the name of an attribute");
        return new(Values.Items(value).Where(item => Satisfies(filter, Attribute(item, arguments.Positional[0]), arguments, skip: 1) == wanted));
    }

    private static bool Satisfies(string filter, object? item, Arguments arguments, int skip)
    {
        if (arguments.Positional.Count > skip)
            return Tests.Apply(Values.Text(arguments.Positional[skip]), item, arguments with { Positional = [.. arguments.Positional.Skip(skip + 1)] });
        return arguments.Named.Count == 0 ? Values.IsTrue(item) : throw new TemplateFault($"the filter '{filter}' takes no named argument without a test");
    }
}
