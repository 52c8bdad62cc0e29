using System.Text.RegularExpressions;

namespace Fulcrum.Ladder.Gates;

/// <summary>Cuts a gate into pieces.</summary>
internal static partial class GateTokenizer
{
    /// <summary>The pieces in their order, the last one <see cref="GateTokenKind.End"/>.</summary>
    public static IReadOnlyList<GateToken> Read(string text)
    {
        var tokens = new List<GateToken>();
        foreach (Match match in Pieces().Matches(text))
        {
            if (!match.Groups["space"].Success) tokens.Add(Token(match));
        }

        tokens.Add(new GateToken(GateTokenKind.End, "", text.Length + 1, text.Length + 1));
        return tokens;
    }

    private static GateToken Token(Match match)
    {
        var (column, end) = (match.Index + 1, match.Index + match.Length + 1);
        if (match.Groups["and"].Success) return new(GateTokenKind.And, match.Value, column, end);
        if (match.Groups["comparison"].Success) return new(GateTokenKind.Comparison, match.Value, column, end);
        if (match.Groups["number"] is { Success: true } number) return new(GateTokenKind.Number, number.Value, column, end) { Unit = match.Groups["unit"].Value };
        if (match.Groups["quoted"] is { Success: true } quoted) return new(GateTokenKind.Label, Escape().Replace(quoted.Value, "$1"), column, end);
        if (match.Groups["bare"] is { Success: true } bare) return new(GateTokenKind.Label, bare.Value, column, end);
        return new(match.Groups["word"].Success ? GateTokenKind.Word : GateTokenKind.Unknown, match.Value, column, end);
    }

    // A unit may stand apart from its number, but then only one that there is: the next word may be `and`, or a condition without it.
    [GeneratedRegex(
        """
        (?<space>\s+)
        |(?<and>&&?|and\b)
        |(?<comparison>>=|<=|[<>=])
        |(?<number>[0-9]*\.?[0-9]+)(?:(?<unit>%|[a-z]+)|\s+(?<unit>%|(?:ms|s|m|h|mb|gb)\b))?
        |\(\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^()"]*?))\s*\)
        |(?<word>[a-z][a-z0-9_-]*)
        |.
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
