using System.Buffers;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// The lists of simple values in what a model wrote, in one pass. It forgives what models get wrong: single quotes or none, a
/// comma too many, a bracket too few, words around the list. Objects in a list are their values.
/// </summary>
internal static class JsonLists
{
    private static readonly SearchValues<char> BeforeNames = SearchValues.Create(" \t\r\n{,[]");

    /// <summary>Every list, in order, with the name of the property that holds it where there is one.</summary>
    public static IEnumerable<(string? Name, IReadOnlyList<string> Items)> In(string text)
    {
        var unclosed = new HashSet<char>();
        for (var at = text.IndexOf('[', StringComparison.Ordinal); at >= 0; at = at < text.Length ? text.IndexOf('[', at) : -1)
        {
            var name = NameBefore(text.AsSpan(0, at));
            at++;
            if (Items(text, ref at, unclosed) is { } items) yield return (name, items);
        }
    }

    /// <summary>What stands in quotes, or without, before a colon at the end of a text.</summary>
    private static string? NameBefore(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd();
        if (before is not [.., ':']) return null;
        before = before[..^1].TrimEnd();
        if (before is [.. var quoted, '"' or '\'']) return quoted.LastIndexOf(before[^1]) is var open and >= 0 ? quoted[(open + 1)..].ToString() : null;
        return before[(before.LastIndexOfAny(BeforeNames) + 1)..].ToString();
    }

    /// <summary>The values up to the bracket that closes the list, or to the end; null where a further list begins before.</summary>
    private static List<string>? Items(string text, ref int at, HashSet<char> unclosed)
    {
        var items = new List<string>();
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] is ',' or ';' or '{' or '}')
            {
                at++;
            }
            else if (text[at] == ']')
            {
                at++;
                return items;
            }
            else if (text[at] == '[')
            {
                return null;
            }
            else if (Item(text, ref at, unclosed) is { Length: > 0 } item)
            {
                items.Add(item);
            }
        }

        // Nothing came of a list that only begins.
        return items.Count > 0 ? items : null;
    }

    /// <summary>A value; null for the name of one, and for what the end of the text may have cut.</summary>
    private static string? Item(string text, ref int at, HashSet<char> unclosed)
    {
        if (text[at] is '"' or '\'' && !unclosed.Contains(text[at]))
        {
            var quote = text[at];
            if (JsonPairs.Quoted(text, ref at) is { } content)
            {
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
                if (at == text.Length || text[at] != ':') return content;
                at++;
                return null;
            }

            // Whatever comes after it is not closed either.
            unclosed.Add(quote);
        }

        var start = at;
        while (at < text.Length && text[at] is not (',' or ';' or '[' or ']' or '{' or '}' or '\n')) at++;
        return at == text.Length ? null : text[start..at].Trim();
    }
}
