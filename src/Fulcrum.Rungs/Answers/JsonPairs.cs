using System.Globalization;
using System.Text;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// The names and simple values of the objects in what a model wrote, in one pass. It forgives what models get wrong: single
/// quotes, <c>True</c>, a comma too many, a brace too few, words around the object.
/// </summary>
internal static class JsonPairs
{
    /// <summary>Every <c>name: value</c> in any object at any depth, in order. A value that is a list is its first item.</summary>
    public static IEnumerable<(string Name, string Value)> In(string text)
    {
        var (at, depth) = (0, 0);
        var unclosed = new HashSet<char>();
        string? name = null;
        string? last = null;
        while (at < text.Length)
        {
            var character = text[at];
            if (depth == 0 && character != '{')
            {
                at = text.IndexOf('{', at) is var next and >= 0 ? next : text.Length;
                continue;
            }

            if (char.IsWhiteSpace(character) || character == '[')
            {
                at++;
            }
            else if (character is '{' or '}')
            {
                depth += character == '{' ? 1 : -1;
                (name, last) = (null, null);
                at++;
            }
            else if (character is ',' or ']')
            {
                (name, last) = (null, null);
                at++;
            }
            else if (character == ':')
            {
                (name, last) = (last, null);
                at++;
            }
            else
            {
                last = Scalar(text, ref at, unclosed);
                if (name is null || last is null) continue;
                yield return (name, last);
                name = null;
            }
        }
    }

    /// <summary>A string in quotes, or a word or number; null for a number that the end of the text may have cut.</summary>
    private static string? Scalar(string text, ref int at, HashSet<char> unclosed)
    {
        var start = at;
        if (text[at] is '"' or '\'' && !unclosed.Contains(text[at]))
        {
            if (Quoted(text, ref at) is { } content) return content;
            // Whatever comes after it is not closed either.
            unclosed.Add(text[start]);
        }

        at++;
        while (at < text.Length && text[at] is not (',' or ':' or '{' or '}' or '[' or ']' or '"' or '\'') && !char.IsWhiteSpace(text[at])) at++;
        return at == text.Length && char.IsAsciiDigit(text[at - 1]) ? null : text[start..at];
    }

    /// <summary>A string that begins with a quote at <paramref name="at"/>, which then is behind it; <see langword="null"/> where it is not closed.</summary>
    internal static string? Quoted(string text, ref int at)
    {
        var quote = text[at];
        var content = new StringBuilder();
        for (var next = at + 1; next < text.Length; next++)
        {
            if (text[next] == quote)
            {
                at = next + 1;
                return content.ToString();
            }

            if (text[next] != '\\' || next + 1 == text.Length)
            {
                content.Append(text[next]);
                continue;
            }

            next++;
            if (text[next] == 'u' && next + 4 < text.Length && ushort.TryParse(text.AsSpan(next + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                content.Append((char)code);
                next += 4;
            }
            else
            {
                content.Append(text[next] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
            }
        }

        return null;
    }
}
