using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>
/// A regular expression over code points. .NET's engine sees UTF-16 units and counts half a surrogate pair as neither letter nor
/// number, so text beyond the basic plane is matched through stand-ins: one basic character of the same category per code point.
/// </summary>
internal sealed partial class RegexPattern : ISplitPattern
{
    private readonly Regex _regex;

    public RegexPattern(string pattern) : this(Compile(pattern))
    {
    }

    private RegexPattern(Regex regex) => _regex = regex;

    /// <summary>GPT-2's pattern, built into the ByteLevel pre-tokenizer.</summary>
    public static RegexPattern Gpt2 { get; } = new(Gpt2Regex());

    public void FindMatches(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        try
        {
            if (text.ContainsAnyInRange('\uD800', '\uDFFF')) FindMatchesByCodePoint(text, matches);
            else foreach (var match in _regex.EnumerateMatches(text)) matches.Add(new(match.Index, match.Index + match.Length));
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new TokenizerFault($"The regular expression `{_regex}` takes longer than {TokenizerLimits.Match.TotalSeconds} s to match a text of {text.Length} characters.", e);
        }
    }

    private void FindMatchesByCodePoint(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        var standIns = ArrayPool<char>.Shared.Rent(text.Length);
        var positions = ArrayPool<int>.Shared.Rent(text.Length + 1);
        var (count, position) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            positions[count] = position;
            standIns[count++] = rune.IsBmp ? (char)rune.Value : StandIn(Rune.GetUnicodeCategory(rune));
            position += rune.Utf16SequenceLength;
        }

        positions[count] = position;
        foreach (var match in _regex.EnumerateMatches(standIns.AsSpan(0, count)))
            matches.Add(new(positions[match.Index], positions[match.Index + match.Length]));
        ArrayPool<char>.Shared.Return(standIns);
        ArrayPool<int>.Shared.Return(positions);
    }

    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\u0531',
        UnicodeCategory.LowercaseLetter => '\u0561',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u0E01',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u0488',
        UnicodeCategory.DecimalDigitNumber => '\u0966',
        UnicodeCategory.LetterNumber => '\u16EE',
        UnicodeCategory.OtherNumber => '\u09F4',
        UnicodeCategory.Format => '\u2060',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2010',
        UnicodeCategory.OpenPunctuation => '\u2045',
        UnicodeCategory.ClosePunctuation => '\u2046',
        UnicodeCategory.InitialQuotePunctuation => '\u00AB',
        UnicodeCategory.FinalQuotePunctuation => '\u00BB',
        UnicodeCategory.OtherPunctuation => '\u2020',
        UnicodeCategory.MathSymbol => '\u2200',
        UnicodeCategory.CurrencySymbol => '\u20AC',
        UnicodeCategory.ModifierSymbol => '\u02C2',
        UnicodeCategory.OtherSymbol => '\u2100',
        _ => '\u0378',
    };

    /// <exception cref="NotSupportedException">The pattern is not one that .NET's engine reads alike.</exception>
    private static Regex Compile(string pattern)
    {
        if (pattern.Any(char.IsSurrogate)) throw new NotSupportedException("a regular expression with characters beyond the basic plane");
        try
        {
            // Unicode's case folding lets the long s stand for s in the contractions; .NET's does not.
            pattern = pattern.Replace("(?i:'s|", "(?i:'[s\u017F]|", StringComparison.Ordinal);
            return new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, TokenizerLimits.Match);
        }
        catch (RegexParseException e)
        {
            throw new NotSupportedException($"the regular expression {pattern} ({e.Message})", e);
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Regex();
}
