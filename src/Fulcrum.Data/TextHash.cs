namespace Fulcrum.Data;

/// <summary>A 64-bit hash of characters that is the same on every machine; not for secrets.</summary>
public static class TextHash
{
    private const ulong Start = 0x9E3779B97F4A7C15, Factor = 0x9FB21C651E98DF25, LastFactor = 0xFF51AFD7ED558CCD;

    /// <summary>A multiplication and a shift per character, and a last one so that all bits depend on all characters.</summary>
    public static ulong Of(ReadOnlySpan<char> characters)
    {
        var hash = Start;
        foreach (var character in characters)
        {
            hash = (hash ^ character) * Factor;
            hash ^= hash >> 32;
        }

        hash = (hash ^ (hash >> 33)) * LastFactor;
        return hash ^ (hash >> 33);
    }
}
