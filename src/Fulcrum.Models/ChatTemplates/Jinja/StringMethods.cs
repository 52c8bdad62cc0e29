using System.Globalization;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Python's string methods that templates use.</summary>
internal static class StringMethods
{
    public static Callable? Find(string text, string name) => name switch
    {
        "strip" => arguments => Trim(text, arguments, left: true, right: true),
        "lstrip" => arguments => Trim(text, arguments, left: true, right: false),
        "rstrip" => arguments => Trim(text, arguments, left: false, right: true),
        "upper" => _ => text.ToUpperInvariant(),
        "lower" => _ => text.ToLowerInvariant(),
        "title" => _ => Title(text),
        "capitalize" => _ => Capitalize(text),
        "startswith" => arguments => text.StartsWith(Values.Text(arguments.Get(0, "prefix")), StringComparison.Ordinal),
        "endswith" => arguments => text.EndsWith(Values.Text(arguments.Get(0, "suffix")), StringComparison.Ordinal),
        "replace" => arguments => Replace(text, arguments),
        "find" => arguments => (long)text.IndexOf(Values.Text(arguments.Get(0, "sub")), StringComparison.Ordinal),
        "count" => arguments => (long)text.Split(Values.Text(arguments.Get(0, "sub"))).Length - 1,
        "split" => arguments => Split(text, arguments),
        "splitlines" => _ => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').ToList<object?>(),
        "join" => arguments => string.Join(text, Values.Items(arguments.Get(0, "iterable")).Select(Values.Text)),
        _ => null,
    };

    public static string Trim(string text, Arguments arguments, bool left, bool right)
    {
        var characters = arguments.Get(0, "chars") is { } given ? Values.Text(given).ToCharArray() : null;
        if (left) text = text.TrimStart(characters);
        return right ? text.TrimEnd(characters) : text;
    }

    public static string Replace(string text, Arguments arguments)
    {
        var (old, replacement) = (Values.Text(arguments.Get(0, "old")), Values.Text(arguments.Get(1, "new")));
        if (arguments.Has(2, "count")) throw new TemplateFault("replace with a count is not supported");
        return old.Length == 0 ? throw new TemplateFault("replace of an empty string is not supported") : text.Replace(old, replacement, StringComparison.Ordinal);
    }

    public static string Capitalize(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant());

    private static List<object?> Split(string text, Arguments arguments)
    {
        var limit = arguments.Get(1, "maxsplit") is { } most ? (int)Values.Integer(most) + 1 : int.MaxValue;
        if (limit <= 0) limit = int.MaxValue;
        if (arguments.Get(0, "sep") is { } separator) return [.. text.Split(Values.Text(separator), limit)];
        if (limit != int.MaxValue) throw new TemplateFault("split at white space with a limit is not supported");
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    }
}
