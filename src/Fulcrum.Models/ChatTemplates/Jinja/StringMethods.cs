namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Python's string methods that templates use.</summary>
internal static class StringMethods
{
    private static readonly Dictionary<string, Builtin<string>> Known = new(StringComparer.Ordinal)
    {
        ["strip"] = new("chars=, /", (text, arguments) => Strip(text, arguments.Get(0, "chars"))),
        ["lstrip"] = new("chars=, /", (text, arguments) => Strip(text, arguments.Get(0, "chars"), right: false)),
        ["rstrip"] = new("chars=, /", (text, arguments) => Strip(text, arguments.Get(0, "chars"), left: false)),
        ["upper"] = new("", (text, _) => PythonText.Upper(text)),
        ["lower"] = new("", (text, _) => PythonText.Lower(text)),
        ["title"] = new("", (text, _) => PythonText.Title(text)),
        ["capitalize"] = new("", (text, _) => PythonText.Capitalize(text)),
        ["startswith"] = new("prefix, /", (text, arguments) => Parts(arguments).Any(part => text.StartsWith(part, StringComparison.Ordinal))),
        ["endswith"] = new("suffix, /", (text, arguments) => Parts(arguments).Any(part => text.EndsWith(part, StringComparison.Ordinal))),
        ["removeprefix"] = new("prefix, /", (text, arguments) => Part(arguments) is var part && text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : text),
        ["removesuffix"] = new("suffix, /", (text, arguments) => Part(arguments) is var part && text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : text),
        ["replace"] = new("old, new, count=, /", (text, arguments) => Replace(text, arguments)),
        ["find"] = new("sub, /", (text, arguments) => PythonText.Place(text, PythonText.IndexOf(text, Part(arguments)))),
        ["rfind"] = new("sub, /", (text, arguments) => PythonText.Place(text, PythonText.LastIndexOf(text, Part(arguments)))),
        ["count"] = new("sub, /", (text, arguments) => Count(text, Part(arguments))),
        ["split"] = new("sep=, maxsplit=", Split),
        ["rsplit"] = new("sep=, maxsplit=", SplitFromRight),
        ["partition"] = new("sep, /", (text, arguments) => Partition(text, Separator(Part(arguments)))),
        ["splitlines"] = new("keepends=", (text, arguments) => ToList(PythonText.SplitLines(text, Values.IsTrue(arguments.Get(0, "keepends"))))),
        ["join"] = new("iterable, /", (text, arguments) => PythonText.Join(text, Values.Items(arguments.Get(0, "iterable")).Select(Values.Text))),
    };

    private static readonly HashSet<string> Others = new(
        [
            "casefold", "center", "encode", "expandtabs", "format", "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit",
            "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "ljust", "maketrans", "rindex", "rjust",
            "rpartition", "swapcase", "translate", "zfill",
        ],
        StringComparer.Ordinal);

    public static Callable? Find(string text, string name)
    {
        if (Known.TryGetValue(name, out var method)) return arguments => method.Call($"the method '{name}'", text, arguments);
        return Others.Contains(name) ? throw new TemplateFault($"the string method '{name}' is not supported") : null;
    }

    /// <summary>Without the given characters, or white space, at its ends.</summary>
    public static string Strip(string text, object? characters, bool left = true, bool right = true)
    {
        if (characters is null)
        {
            if (left) text = PythonText.TrimStart(text);
            return right ? PythonText.TrimEnd(text) : text;
        }

        var unwanted = Values.Text(characters).EnumerateRunes().ToHashSet();
        var runes = text.EnumerateRunes().ToList();
        var start = left ? runes.TakeWhile(unwanted.Contains).Count() : 0;
        var end = runes.Count - (right ? runes.Skip(start).Reverse().TakeWhile(unwanted.Contains).Count() : 0);
        return string.Concat(runes[start..end]);
    }

    public static string Replace(string text, Arguments arguments)
    {
        var (old, replacement) = (Values.Write(arguments.Get(0, "old")), Values.Write(arguments.Get(1, "new")));
        var count = arguments.Get(2, "count") is { } most ? Values.Count(most) : -1;
        if (old.Length == 0) throw new TemplateFault("replace of an empty string is not supported");
        var found = Count(text, old);
        RenderBudget.Characters(text.Length + (count < 0 ? found : Math.Min(count, found)) * (long)replacement.Length);
        return count < 0 ? text.Replace(old, replacement, StringComparison.Ordinal) : string.Join(replacement, text.Split(old, count + 1));
    }

    private static string Part(Arguments arguments) => Values.Text(arguments.Positional[0]);

    private static IEnumerable<string> Parts(Arguments arguments) =>
        arguments.Positional[0] is TupleValue tuple ? tuple.Select(Values.Text) : [Part(arguments)];

    private static string Separator(string text) => text.Length == 0 ? throw new TemplateFault("the separator is empty") : text;

    private static long Count(string text, string part)
    {
        RenderBudget.Search(text, part);
        return part.Length == 0 ? PythonText.Length(text) + 1 : text.AsSpan().Count(part);
    }

    private static List<object?> Split(string text, Arguments arguments)
    {
        var limit = Limit(arguments);
        if (arguments.Get(0, "sep") is not { } separator) return ToList(PythonText.SplitAtSpace(text, limit));
        var between = Separator(Values.Text(separator));
        RenderBudget.Search(text, between);
        return ToList(text.Split(between, limit < 0 ? int.MaxValue : limit + 1));
    }

    private static List<object?> SplitFromRight(string text, Arguments arguments)
    {
        if (Limit(arguments) is not (>= 0 and var limit)) return Split(text, arguments);
        if (arguments.Get(0, "sep") is not { } separator) throw new TemplateFault("rsplit at white space with a limit is not supported");
        var between = Separator(Values.Text(separator));
        RenderBudget.Search(text, between);
        var parts = new List<object?>();
        var end = text.Length;
        while (parts.Count < limit && text.AsSpan(0, end).LastIndexOf(between) is var at and >= 0)
        {
            parts.Add(text[(at + between.Length)..end]);
            end = at;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static int Limit(Arguments arguments) => arguments.Has(1, "maxsplit") ? Values.Count(arguments.Get(1, "maxsplit")) : -1;

    private static TupleValue Partition(string text, string separator)
    {
        var at = PythonText.IndexOf(text, separator);
        return new(at < 0 ? [text, "", ""] : [text[..at], separator, text[(at + separator.Length)..]]);
    }

    private static List<object?> ToList(IEnumerable<string> parts) => [.. parts];
}
