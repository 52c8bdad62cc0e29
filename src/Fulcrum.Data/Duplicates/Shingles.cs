using System.Runtime.InteropServices;

namespace Fulcrum.Data.Duplicates;

/// <summary>The set of character 5-grams of a normalised text, as sorted hashes.</summary>
internal static class Shingles
{
    public const int Length = 5;

    /// <summary>Characters of the normalised text that are compared.</summary>
    public const int TextLength = 4000;

    /// <summary>The hashes of the 5-grams of <c>" text "</c>, sorted, each once. Empty for a text without letters and digits.</summary>
    public static uint[] Of(string text)
    {
        var normal = TextNormaliser.Normalise(text, TextLength);
        if (normal.Length == 0) return [];
        var padded = $" {normal} ";
        var hashes = new uint[Math.Max(1, padded.Length - Length + 1)];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = Hash(padded.AsSpan(i, Math.Min(Length, padded.Length)));
        Array.Sort(hashes);
        var distinct = 1;
        for (var i = 1; i < hashes.Length; i++)
            if (hashes[i] != hashes[distinct - 1]) hashes[distinct++] = hashes[i];
        return hashes[..distinct];
    }

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

    /// <summary>FNV-1a over the characters with the finaliser of MurmurHash3, the same on every machine.</summary>
    private static uint Hash(ReadOnlySpan<char> characters)
    {
        var hash = 2166136261u;
        foreach (var half in MemoryMarshal.Cast<char, ushort>(characters)) hash = (hash ^ half) * 16777619u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
