using System.Runtime.InteropServices;

namespace Fulcrum.Rungs.Classical;

/// <summary>The features of one text: the columns that are not zero, ascending, and their values. Used again for the next text, it allocates nothing.</summary>
internal sealed class FeatureRow
{
    private readonly List<int> _indices = [];
    private readonly List<float> _values = [];
    private readonly List<int> _found = [];

    public int Count => _indices.Count;

    public ReadOnlySpan<int> Indices => CollectionsMarshal.AsSpan(_indices);

    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(_values);

    public void Clear()
    {
        _indices.Clear();
        _values.Clear();
    }

    public void Add(int index, float value)
    {
        _indices.Add(index);
        _values.Add(value);
    }

    /// <summary>The terms of <paramref name="text"/> that a block knows, as often as they occur, ascending; valid until the next call.</summary>
    public ReadOnlySpan<int> Find(NgramBlock block, string text)
    {
        _found.Clear();
        block.Find(text, _found);
        var terms = CollectionsMarshal.AsSpan(_found);
        terms.Sort();
        return terms;
    }

    /// <summary>Scales the values from number <paramref name="first"/> on to unit length.</summary>
    public void Normalize(int first)
    {
        var own = CollectionsMarshal.AsSpan(_values)[first..];
        double squares = 0;
        foreach (var value in own) squares += (double)value * value;
        var scale = (float)(1 / Math.Sqrt(squares));
        foreach (ref var value in own) value *= scale;
    }
}
