using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// Keys and values of tokens that a decoder has seen, per layer. A cache of one row is a prefix that any batch can follow:
/// it is broadcast. Computed with gradients on, it is part of the graph, and gradients flow into what made it.
/// </summary>
/// <remarks>Owns its tensors; branches share those of the cache they came from, which must outlive them.</remarks>
public sealed class KeyValueCache : IDisposable
{
    private readonly List<(int Width, RowPadding? Padding)> segments;
    private readonly Dictionary<int, (Tensor Keys, Tensor Values)> inherited;
    private readonly Dictionary<int, (Tensor Keys, Tensor Values)> own = [];
    private readonly int reserve;

    /// <summary>An empty cache.</summary>
    /// <param name="reserve">Room made ahead for so many further tokens whenever it grows (for generation, without gradients).</param>
    public KeyValueCache(int reserve = 0)
        : this([], [], reserve)
    {
    }

    private KeyValueCache(
        List<(int Width, RowPadding? Padding)> segments, Dictionary<int, (Tensor Keys, Tensor Values)> inherited, int reserve) =>
        (this.segments, this.inherited, this.reserve) = (segments, inherited, reserve);

    /// <summary>Columns held: tokens per row, with padding.</summary>
    public int Length => segments.Sum(segment => segment.Width);

    /// <summary>A cache that begins with the same tokens and can grow on its own; this one stays as it is.</summary>
    /// <param name="reserve">Room made ahead for so many further tokens whenever it grows.</param>
    public KeyValueCache Branch(int reserve = 0) =>
        new([.. segments], own.Count > 0 ? new(own) : inherited, reserve);

    /// <summary>Goes on with some of the rows, in the order given, and lets go of the others.</summary>
    public void Keep(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        foreach (var (layer, (keys, values)) in own.Count > 0 ? own.ToArray() : [.. inherited])
        {
            var index = tensor(rows.Select(row => (long)row).ToArray(), device: keys.device);
            var kept = (keys.index_select(0, index).DetachFromDisposeScope(), values.index_select(0, index).DetachFromDisposeScope());
            if (own.ContainsKey(layer))
            {
                keys.Dispose();
                values.Dispose();
            }

            own[layer] = kept;
        }

        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i] is (var width, { } padding))
                segments[i] = (width, padding with { Lengths = [.. rows.Select(row => padding.Lengths[row])] });
        }
    }

    /// <summary>Whether any row has padding, so that rows differ in what they may see.</summary>
    internal bool IsRagged => segments.Exists(segment => segment.Padding is not null);

    /// <summary>Real tokens of a row so far, which is the position of its next one.</summary>
    internal int RealLength(int row) => segments.Sum(segment => segment.Padding?.Lengths[row] ?? segment.Width);

    /// <summary>For each column of a row, whether it is real.</summary>
    internal IEnumerable<bool> RealColumns(int row) => segments.SelectMany(segment =>
        Enumerable.Range(0, segment.Width).Select(column => segment.Padding?.IsReal(row, column, segment.Width) ?? true));

    /// <summary>This layer's keys and values with those of new tokens behind them, [B, heads, S, head size] each.</summary>
    internal (Tensor Keys, Tensor Values) Follow(int layer, Tensor keys, Tensor values, bool keep)
    {
        var isOwn = own.TryGetValue(layer, out var mine);
        var held = isOwn ? mine : inherited.GetValueOrDefault(layer);
        var (allKeys, storedKeys) = Follow(held.Keys, keys, keep, isOwn);
        var (allValues, storedValues) = Follow(held.Values, values, keep, isOwn);
        if (!keep) return (allKeys, allValues);

        if (isOwn && !ReferenceEquals(storedKeys, mine.Keys))
        {
            mine.Keys.Dispose();
            mine.Values.Dispose();
        }

        own[layer] = (storedKeys.DetachFromDisposeScope(), storedValues.DetachFromDisposeScope());
        return (allKeys, allValues);
    }

    /// <summary>Counts new tokens as held, once every layer has them.</summary>
    internal void Advance(int width, RowPadding? padding)
    {
        if (padding is null && segments is [.., (var last, null)]) segments[^1] = (last + width, null);
        else segments.Add((width, padding));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (keys, values) in own.Values)
        {
            keys.Dispose();
            values.Dispose();
        }

        own.Clear();
    }

    private (Tensor All, Tensor Stored) Follow(Tensor? held, Tensor added, bool keep, bool isOwn)
    {
        var (rows, heads, width, size) = (added.shape[0], added.shape[1], added.shape[2], added.shape[3]);
        var length = Length;
        if (!keep || reserve == 0 || is_grad_enabled())
        {
            var all = held is null ? added : cat([held.narrow(2, 0, length).expand(rows, heads, length, size), added], 2);
            return (all, all);
        }

        if (held is null || !isOwn || held.shape[2] < length + width)
        {
            var larger = empty([rows, heads, length + width + reserve, size], added.dtype, added.device);
            if (held is not null) larger.narrow(2, 0, length).copy_(held.narrow(2, 0, length).expand(rows, heads, length, size));
            held = larger;
        }

        held.narrow(2, length, width).copy_(added);
        return (held.narrow(2, 0, length + width), held);
    }
}
