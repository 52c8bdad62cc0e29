using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Terms numbered from 0 in the order in which they came, found by a hash of which the place in the table and 32 other bits are compared: that
/// two of ten million terms share these, and count as the same then, has a probability of 3 in a thousand. Without a string per term, a million take 30 MB.
/// </summary>
internal sealed class TermTable
{
    private const int FewestSlots = 16;

    private Slot[] _slots = new Slot[FewestSlots];
    private char[] _characters = new char[FewestSlots];
    private int[] _ends = new int[FewestSlots];

    /// <summary>Terms in the table.</summary>
    public int Count { get; private set; }

    /// <summary>The term of a number.</summary>
    public ReadOnlySpan<char> this[int id] => _characters.AsSpan((id == 0 ? 0 : _ends[id - 1]).._ends[id]);

    /// <summary>The number of a term, or −1.</summary>
    public int Find(ReadOnlySpan<char> term) => _slots[Position(TextHash.Of(term))].Number - 1;

    /// <summary>The number of a term, which is <see cref="Count"/> before the call where it is new.</summary>
    public int FindOrAdd(ReadOnlySpan<char> term)
    {
        var hash = TextHash.Of(term);
        var position = Position(hash);
        if (_slots[position].Number > 0) return _slots[position].Number - 1;

        _slots[position] = new Slot(Check(hash), Count + 1);
        Keep(term);
        Count++;
        if (Count > _slots.Length / 2) Grow();
        return Count - 1;
    }

    private int Position(ulong hash)
    {
        var mask = _slots.Length - 1;
        var position = (int)hash & mask;
        while (_slots[position].Number > 0 && _slots[position].Check != Check(hash)) position = (position + 1) & mask;
        return position;
    }

    private static uint Check(ulong hash) => (uint)(hash >> 32);

    private void Keep(ReadOnlySpan<char> term)
    {
        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (Count == _ends.Length) Array.Resize(ref _ends, 2 * _ends.Length);
        if (start + term.Length > _characters.Length) Array.Resize(ref _characters, Math.Max(2 * _characters.Length, start + term.Length));
        term.CopyTo(_characters.AsSpan(start));
        _ends[Count] = start + term.Length;
    }

    private void Grow()
    {
        _slots = new Slot[2 * _slots.Length];
        for (var id = 0; id < Count; id++)
        {
            var hash = TextHash.Of(this[id]);
            _slots[Position(hash)] = new Slot(Check(hash), id + 1);
        }
    }

    /// <summary>Bits of a hash, and the number of its term plus 1; 0 is free.</summary>
    private readonly record struct Slot(uint Check, int Number);
}
