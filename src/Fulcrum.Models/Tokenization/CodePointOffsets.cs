namespace Fulcrum.Models.Tokenization;

/// <summary>Turns positions in UTF-16 units into positions in code points.</summary>
internal sealed class CodePointOffsets
{
    private readonly int[]? _codePoints;

    public CodePointOffsets(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDBFF')) return;
        _codePoints = new int[text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            var isSecondHalf = i > 0 && char.IsSurrogatePair(text[i - 1], text[i]);
            _codePoints[i + 1] = _codePoints[i] + (isSecondHalf ? 0 : 1);
        }
    }

    public TextRange Convert(TextRange range) =>
        _codePoints is null ? range : new(_codePoints[range.Start], _codePoints[range.End]);
}
