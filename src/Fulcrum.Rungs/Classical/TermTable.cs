using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Terms numbered from 0 in the order in which they came, found by a 64-bit hash: two of ten million terms share one with a probability of 3 in
/// a million, and count as the same then. Without a string per term, a million take 40 MB.
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
    public int Find(ReadOnlySpan<char> term) => slots[Position(TextHash.Of(term))].Next - 1;

    /// <summary>The number of a term, which is <see cref="Count"/> before the call where it is new.</summary>
    public int FindOrAdd(ReadOnlySpan<char> term)
    {
        var hash = TextHash.Of(term);
        var position = Position(hash);
        if (slots[position].Next > 0) return slots[position].Next - 1;

        slots[position] = new Slot(hash, Count + 1);
        Keep(term);
        Count++;
        if (Count > slots.Length / 2) Grow();
        return Count - 1;
    }

    private int Position(ulong hash)
    {
        var mask = slots.Length - 1;
        var position = (int)hash & mask;
        while (slots[position].Next > 0 && slots[position].Hash != hash) position = (position + 1) & mask;
        return position;
    }

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
        var old = slots;
        slots = new Slot[2 * old.Length];
        foreach (var slot in old)
            if (slot.Next > 0) slots[Position(slot.Hash)] = slot;
    }

    /// <summary>A hash, and the number of its term plus 1; 0 is free.</summary>
    private readonly record struct Slot(ulong Hash, int Next);
}
