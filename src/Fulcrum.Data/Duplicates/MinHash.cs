using System.Numerics;

namespace Fulcrum.Data.Duplicates;

/// <summary>MinHash signatures (Broder 1997): the share of equal entries of two signatures estimates the Jaccard similarity of the two sets.</summary>
internal static class MinHash
{
    /// <summary>Entries of a signature: the standard error of an estimate is below 0.045.</summary>
    public const int Size = 128;

    private const double ChanceOfByte = 1 / 256.0;

    private static readonly uint[] Factors = new uint[Size];
    private static readonly uint[] Offsets = new uint[Size];

    static MinHash()
    {
        // Fixed odd factors and offsets (SplitMix64 from 1), so that a data set splits alike on every machine.
        var state = 1ul;
        for (var i = 0; i < Size; i++)
        {
            Factors[i] = (uint)(Next(ref state) >> 32) | 1;
            Offsets[i] = (uint)(Next(ref state) >> 32);
        }
    }

    /// <summary>The smallest value of each hash function over the set.</summary>
    public static uint[] Signature(ReadOnlySpan<uint> shingles)
    {
        var signature = new uint[Size];
        Array.Fill(signature, uint.MaxValue);
        var step = Vector<uint>.Count;
        for (var i = 0; i < Size; i += step)
        {
            var factors = new Vector<uint>(Factors, i);
            var offsets = new Vector<uint>(Offsets, i);
            var smallest = new Vector<uint>(uint.MaxValue);
            foreach (var shingle in shingles)
                smallest = Vector.Min(smallest, (new Vector<uint>(shingle) * factors) + offsets);
            smallest.CopyTo(signature, i);
        }

        return signature;
    }

    /// <summary>The estimated Jaccard similarity.</summary>
    public static double Estimate(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var equal = 0;
        for (var i = 0; i < Size; i++)
            if (a[i] == b[i]) equal++;
        return (double)equal / Size;
    }

    /// <summary>The last byte of each entry: what is left of a signature in a quarter of its memory (Li and König 2010, b-bit minwise hashing).</summary>
    public static void Shorten(ReadOnlySpan<uint> signature, Span<byte> bytes)
    {
        for (var i = 0; i < Size; i++) bytes[i] = (byte)signature[i];
    }

    /// <summary>The Jaccard similarity estimated from last bytes, of which one in 256 is equal by chance.</summary>
    public static double EstimateShort(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var equal = 0;
        for (var i = 0; i < Size; i += Vector<byte>.Count)
            equal -= Vector.Sum(Vector.AsVectorSByte(Vector.Equals(new Vector<byte>(a[i..]), new Vector<byte>(b[i..]))));
        return (((double)equal / Size) - ChanceOfByte) / (1 - ChanceOfByte);
    }

    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15ul;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        return z ^ (z >> 31);
    }
}
