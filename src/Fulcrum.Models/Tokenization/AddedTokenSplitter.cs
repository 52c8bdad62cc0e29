using System.Buffers;
using System.Globalization;
using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Models.Tokenization;

/// <summary>Cuts the added tokens out of the text: leftmost first, and the longest of those that begin there.</summary>
internal sealed class AddedTokenSplitter : IPieceStage
{
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<string> _search;

    public AddedTokenSplitter(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens.Where(token => token.Pattern.Length > 0).OrderByDescending(token => token.Pattern.Length)];
        _search = SearchValues.Create([.. _tokens.Select(token => token.Pattern)], StringComparison.Ordinal);
    }

    public void Apply(in Piece piece, PieceList output)
    {
        var text = piece.Span;
        var begin = 0;
        for (var search = 0; text[search..].IndexOfAny(_search) is var offset and >= 0;)
        {
            var token = LongestAt(text[(search + offset)..]);
            var (start, end) = (search + offset, search + offset + token.Pattern.Length);
            search = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || BeginsWithWord(text[end..]))) continue;

            if (token.StripsLeft) start = Math.Max(begin, text[..start].TrimEnd().Length);
            if (token.StripsRight) end = text.Length - text[end..].TrimStart().Length;
            output.Add(piece.Slice(new(begin, Math.Max(begin, start))));
            output.Add(piece.Slice(new(start, end)) with { AddedTokenId = token.Id });
            search = begin = end;
        }

        output.Add(piece.Slice(new(begin, text.Length)));
    }

    private AddedToken LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _tokens)
            if (text.StartsWith(token.Pattern, StringComparison.Ordinal)) return token;
        throw new InvalidOperationException("no added token at a position that the search found");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWordRune(rune);

    private static bool BeginsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWordRune(rune);

    /// <summary>What <c>\w</c> matches: letters, marks, decimal and letter numbers, connectors, joiners.</summary>
    private static bool IsWordRune(Rune rune) =>
        Rune.IsLetter(rune) || Script.IsMark(rune) || rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
