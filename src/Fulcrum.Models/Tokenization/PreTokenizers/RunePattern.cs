using System.Text;

namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>Every rune that satisfies a predicate.</summary>
internal sealed class RunePattern(Predicate<Rune> predicate) : ISplitPattern
{
    /// <summary>Matches white space.</summary>
    public static RunePattern WhiteSpace { get; } = new(Rune.IsWhiteSpace);

    /// <summary>Numbers: decimal digits, letter-like and other ones.</summary>
    public static RunePattern Numbers { get; } = new(Rune.IsNumber);

    /// <summary>ASCII punctuation and symbols, and Unicode's punctuation.</summary>
    public static RunePattern Punctuation { get; } = new(IsPunctuation);

    public void FindMatches(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (predicate(rune)) matches.Add(new(position, position + rune.Utf16SequenceLength));
            position += rune.Utf16SequenceLength;
        }
    }

    private static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || rune.IsAscii && Rune.IsSymbol(rune);
}
