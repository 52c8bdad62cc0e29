using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Terms numbered from 0 in the order in which they came, found by a hash of which the place in the table and 32 other bits are compared: that
/// two of ten million terms share these, and count as the same then, has a probability of 3 in a thousand. Without a string per term, a million take 30 MB.
/// </summary>
internal sealed class TermTable
{
    private const int FewestSlots = 16;

    private Slot[] slots = new Slot[FewestSlots];
    private char[] characters = new char[FewestSlots];
    private int[] ends = new int[FewestSlots];

    /// <summary>Terms in the table.</summary>
    public int Count { get; private set; }

    /// <summary>The term of a number.</summary>
    public ReadOnlySpan<char> this[int id] => characters.AsSpan((id == 0 ? 0 : ends[id - 1])..ends[id]);

    /// <summary>The number of a term, or −1.</summary>
    public int Find(ReadOnlySpan<char> term) => slots[Position(TextHash.Of(term))].Number - 1;

    /// <summary>The number of a term, which is <see cref="Count"/> before the call where it is new.</summary>
    public int FindOrAdd(ReadOnlySpan<char> term)
    {
        var hash = TextHash.Of(term);
        var position = Position(hash);
        if (slots[position].Number > 0) return slots[position].Number - 1;

        slots[position] = new Slot(Check(hash), Count + 1);
        Keep(term);
        Count++;
        if (Count > slots.Length / 2) Grow();
        return Count - 1;
    }

    private int Position(ulong hash)
    {
        var mask = slots.Length - 1;
        var position = (int)hash & mask;
        while (slots[position].Number > 0 && slots[position].Check != Check(hash)) position = (position + 1) & mask;
        return position;
    }

    private static uint Check(ulong hash) => (uint)(hash >> 32);

    private void Keep(ReadOnlySpan<char> term)
    {
        var start = Count == 0 ? 0 : ends[Count - 1];
        if (Count == ends.Length) Array.Resize(ref ends, 2 * ends.Length);
        if (start + term.Length > characters.Length) Array.Resize(ref characters, Math.Max(2 * characters.Length, start + term.Length));
        term.CopyTo(characters.AsSpan(start));
        ends[Count] = start + term.Length;
    }

    private void Grow()
    {
        slots = new Slot[2 * slots.Length];
        for (var id = 0; id < Count; id++)
        {
            var hash = TextHash.Of(this[id]);
            slots[Position(hash)] = new Slot(Check(hash), id + 1);
        }
    }

    /// <summary>Bits of a hash, and the number of its term plus 1; 0 is free.</summary>
    private readonly record struct Slot(uint Check, int Number);
}
