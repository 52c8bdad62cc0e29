using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Duplicates;

/// <summary>The set of character 5-grams of a normalized text (3-grams where its characters are syllables or words), as sorted hashes.</summary>
internal static class Shingles
{
    public const int Length = 5;

    /// <summary>Three syllables or words differ with one word of a sentence as five letters do.</summary>
    public const int LengthInSyllables = 3;

    /// <summary>Characters of the normalized text that are compared.</summary>
    public const int TextLength = 4000;

    private const char FirstSyllable = '\u2E80';

    /// <summary>The hashes of the n-grams of <c>" text "</c>, sorted, each once. Empty for a text without letters and digits.</summary>
    public static uint[] Of(string text) => Use(text, Distinct);

    /// <summary>The <see cref="MinHash"/> signature of that set, for which nothing is sorted; <see langword="null"/> where it is empty.</summary>
    public static uint[]? SignatureOf(string text) => Use(text, static hashes => hashes.IsEmpty ? null : MinHash.Signature(hashes));

    /// <summary>Size of the intersection over size of the union; 0 where both are empty.</summary>
    public static double Jaccard(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var (common, i, j) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j])
            {
                common++;
                i++;
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return common == 0 ? 0 : (double)common / (a.Length + b.Length - common);
    }

    private static T Use<T>(string text, Func<Span<uint>, T> use)
    {
        var buffer = ArrayPool<char>.Shared.Rent(TextNormalizer.MaximalSize(text, TextLength) + 2);
        var hashes = ArrayPool<uint>.Shared.Rent(buffer.Length);
        try
        {
            var normal = TextNormalizer.Normalize(text, buffer.AsSpan(1), TextLength);
            if (normal.Length == 0) return use([]);
            buffer[0] = buffer[normal.Length + 1] = ' ';
            return use(hashes.AsSpan(0, HashAll(buffer.AsSpan(0, normal.Length + 2), hashes)));
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(hashes);
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int HashAll(ReadOnlySpan<char> padded, Span<uint> hashes)
    {
        var hasSyllables = padded.IndexOfAnyInRange(FirstSyllable, char.MaxValue) >= 0;
        var count = 0;
        for (var start = 0; start == 0 || start <= padded.Length - LengthInSyllables; start++)
        {
            var left = padded[start..];
            var length = hasSyllables && StartsInSyllables(left) ? LengthInSyllables : Length;
            if (start == 0 || left.Length >= length) hashes[count++] = Hash(left[..Math.Min(length, left.Length)]);
        }

        return count;
    }

    private static bool StartsInSyllables(ReadOnlySpan<char> text)
    {
        foreach (var character in text[..Math.Min(LengthInSyllables, text.Length)])
            if (Rune.TryCreate(character, out var rune) && Script.IsSyllableOrWord(rune)) return true;
        return false;
    }

    private static uint[] Distinct(Span<uint> hashes)
    {
        if (hashes.IsEmpty) return [];
        hashes.Sort();
        var distinct = 1;
        for (var i = 1; i < hashes.Length; i++)
            if (hashes[i] != hashes[distinct - 1]) hashes[distinct++] = hashes[i];
        return hashes[..distinct].ToArray();
    }

    /// <summary>FNV-1a over the characters with the finalizer of MurmurHash3, the same on every machine.</summary>
    private static uint Hash(ReadOnlySpan<char> characters)
    {
        var hash = 2166136261u;
        foreach (var half in MemoryMarshal.Cast<char, ushort>(characters)) hash = (hash ^ half) * 16777619u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
