using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's compiled normalization rules: a double-array trie from UTF-8 sequences to their replacements.
/// Follows Hugging Face tokenizers in trying a short grapheme as a whole and then each rune, and in taking the shortest match.
/// </summary>
internal sealed class PrecompiledCharsMap : TextTransformation
{
    private const int LongestGrapheme = 5;
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    /// <summary>Reads <c>[size of the trie in bytes][trie][NUL-terminated replacements]</c>, little-endian.</summary>
    public PrecompiledCharsMap(ReadOnlySpan<byte> blob)
    {
        var size = blob.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(blob);
        if (size < 4 || size % 4 != 0 || size > blob.Length - 4) throw new FormatException("the character map is damaged");
        _trie = new uint[size / 4];
        for (var i = 0; i < _trie.Length; i++) _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + i * 4)..]);
        _replacements = blob[(4 + size)..].ToArray();
    }

    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        while (!text.IsEmpty)
        {
            var grapheme = text[..StringInfo.GetNextTextElementLength(text)];
            text = text[grapheme.Length..];
            if (Encoding.UTF8.GetByteCount(grapheme) <= LongestGrapheme && Replace(grapheme, ref writer)) continue;
            while (!grapheme.IsEmpty)
            {
                Rune.DecodeFromUtf16(grapheme, out var rune, out var length);
                if (!Replace(grapheme[..length], ref writer)) writer.Write(rune);
                grapheme = grapheme[length..];
            }
        }
    }

    private bool Replace(ReadOnlySpan<char> part, ref AlignedWriter writer)
    {
        if (Find(part) is not { } start) return false;
        var replacement = _replacements.AsSpan(start);
        var end = replacement.IndexOf((byte)0);
        if (end >= 0) replacement = replacement[..end];

        var remaining = CountRunes(replacement);
        var surplus = CountRunes(part) - remaining;

        // A rune that disappears goes with the one before it; at the very beginning the reference leaves it uncounted.
        if (remaining == 0 && writer.HasWritten)
            for (; surplus > 0; surplus--) writer.Skip();

        // Runes beyond the old number are insertions; if there are fewer, the last one swallows the rest.
        var replaced = Math.Min(remaining, CountRunes(part));
        for (var i = 0; !replacement.IsEmpty; i++)
        {
            Rune.DecodeFromUtf8(replacement, out var rune, out var length);
            replacement = replacement[length..];
            writer.Write(rune, i >= replaced ? 1 : i == remaining - 1 && surplus > 0 ? -surplus : 0);
        }

        return true;
    }

    private int? Find(ReadOnlySpan<char> part)
    {
        Span<byte> key = stackalloc byte[LongestGrapheme];
        key = key[..Encoding.UTF8.GetBytes(part, key)];
        var node = Offset(_trie[0]);
        foreach (var label in key)
        {
            if (label == 0) return null;
            node ^= label;
            if (node >= _trie.Length || (_trie[node] & 0x800000FF) != label) return null;
            var hasLeaf = (_trie[node] >> 8 & 1) == 1;
            node ^= Offset(_trie[node]);
            if (!hasLeaf) continue;
            var value = node < _trie.Length ? (int)(_trie[node] & 0x7FFFFFFF) : int.MaxValue;
            return value < _replacements.Length ? value : null;
        }

        return null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    private static int CountRunes(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
            if ((unit & 0xC0) != 0x80) count++;
        return count;
    }
}
