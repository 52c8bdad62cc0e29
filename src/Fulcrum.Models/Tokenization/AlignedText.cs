using System.Text;

namespace Fulcrum.Models.Tokenization;

/// <summary>A growing text in which every UTF-16 unit remembers the range of the input that it came from.</summary>
internal sealed class AlignedText
{
    private char[] _chars = [];
    private TextRange[] _origins = [];
    private bool _isInput;

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    public int Capacity => _chars.Length;

    /// <summary>How long it may become.</summary>
    public int Limit { get; set; } = TokenizerLimits.ShortestLimit;

    public void Clear()
    {
        Length = 0;
        _isInput = false;
    }

    /// <summary>Becomes the input itself: each code point stands for itself. Unpaired surrogates become U+FFFD, as in UTF-8.</summary>
    public void SetInput(ReadOnlySpan<char> input)
    {
        Clear();
        _isInput = true;
        if (_chars.Length < input.Length) _chars = new char[input.Length];
        input.CopyTo(_chars);
        Length = input.Length;
        for (var i = 0; i < Length;)
        {
            var next = Span[i..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0) break;
            i += next;
            if (Rune.DecodeFromUtf16(Span[i..], out _, out var length) != System.Buffers.OperationStatus.Done) _chars[i] = '\uFFFD';
            i += length;
        }
    }

    public void Append(char unit, TextRange origin)
    {
        if (Length == _chars.Length) Grow();
        if (_origins.Length < _chars.Length) Array.Resize(ref _origins, _chars.Length);
        _chars[Length] = unit;
        _origins[Length++] = origin;
    }

    private void Grow()
    {
        if (Length >= Limit) throw new TokenizerFault($"A step of the tokenizer makes more than {Limit:N0} characters of a text.");
        Array.Resize(ref _chars, Math.Min(Limit, Math.Max(64, Length * 2)));
    }

    public void Append(Rune rune, TextRange origin)
    {
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)]) Append(unit, origin);
    }

    /// <summary>The range of the input from which the unit at <paramref name="index"/> came; the whole code point for half a surrogate pair.</summary>
    public TextRange Origin(int index)
    {
        if (!_isInput) return _origins[index];
        if (char.IsHighSurrogate(_chars[index])) return new(index, index + 2);
        return char.IsLowSurrogate(_chars[index]) ? new(index - 1, index + 1) : new(index, index + 1);
    }
}
