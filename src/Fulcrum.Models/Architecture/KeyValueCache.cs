using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// Keys and values of tokens that a decoder has seen, per layer. A cache of one row is a prefix that any batch can follow:
/// it is broadcast. Computed with gradients on, it is part of the graph, and gradients flow into what made it.
/// </summary>
/// <remarks>Owns its tensors; branches share those of the cache they came from, which must outlive them.</remarks>
public sealed class KeyValueCache : IDisposable
{
    private readonly List<(int Width, RowPadding? Padding)> _segments;
    private readonly Dictionary<int, Piece[]> _inherited;
    private readonly Dictionary<int, Piece> _own = [];
    private readonly int _reserve;

    /// <summary>Makes a cache that holds no tokens yet.</summary>
    /// <param name="reserve">Room made ahead for so many further tokens whenever it grows (for generation, without gradients).</param>
    public KeyValueCache(int reserve = 0)
        : this([], [], reserve)
    {
    }

    private KeyValueCache(List<(int Width, RowPadding? Padding)> segments, Dictionary<int, Piece[]> inherited, int reserve) =>
        (_segments, _inherited, _reserve) = (segments, inherited, reserve);

    /// <summary>Columns held: tokens per row, with padding.</summary>
    public int Length => _segments.Sum(segment => segment.Width);

    /// <summary>A cache that begins with the same tokens, without a copy of them, and can grow on its own; this one stays as it is.</summary>
    /// <param name="reserve">Room made ahead for so many further tokens whenever it grows.</param>
    public KeyValueCache Branch(int reserve = 0) =>
        new([.. _segments], _inherited.Keys.Union(_own.Keys).ToDictionary(layer => layer, layer => Pieces(layer).ToArray()), reserve);

    /// <summary>A cache of only the first tokens, without a copy of them, that can grow on its own; this one stays as it is.</summary>
    /// <param name="length">Tokens, no more than are held.</param>
    /// <exception cref="InvalidOperationException">Rows have padding, so that columns are not tokens.</exception>
    public KeyValueCache Head(int length)
    {
        if (IsRagged) throw new InvalidOperationException("The first tokens of padded rows lie in different columns.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return new([(length, null)], _inherited.Keys.Union(_own.Keys).ToDictionary(layer => layer, layer => Cut(Pieces(layer), length)), reserve: 0);
    }

    /// <summary>Goes on with some of the rows, in the order given, and lets go of the others.</summary>
    public void Keep(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        foreach (var layer in _inherited.Keys.Union(_own.Keys).ToArray())
        {
            var (keys, values) = Join([.. Pieces(layer)]);
            var index = tensor(rows.Select(row => (long)row).ToArray(), device: keys.device);
            Store(layer, keys.index_select(0, index), values.index_select(0, index), Length);
            _inherited.Remove(layer);
        }

        for (var i = 0; i < _segments.Count; i++)
        {
            if (_segments[i] is (var width, { } padding))
                _segments[i] = (width, padding with { Lengths = [.. rows.Select(row => padding.Lengths[row])] });
        }
    }

    /// <summary>Whether any row has padding, so that rows differ in what they may see.</summary>
    internal bool IsRagged => _segments.Exists(segment => segment.Padding is not null);

    /// <summary>Real tokens of a row so far, which is the position of its next one.</summary>
    internal int RealLength(int row) => _segments.Sum(segment => segment.Padding?.Lengths[row] ?? segment.Width);

    /// <summary>For each column of a row, whether it is real.</summary>
    internal IEnumerable<bool> RealColumns(int row) => _segments.SelectMany(segment =>
        Enumerable.Range(0, segment.Width).Select(column => segment.Padding?.IsReal(row, column, segment.Width) ?? true));

    /// <summary>This layer's keys and values with those of new tokens behind them, [B, heads, S, head size] each.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values, bool keep)
    {
        if (keep && _reserve > 0 && !is_grad_enabled()) return AppendInPlace(layer, keys, values);

        var added = new Piece(keys, values, (int)keys.shape[2]);
        var all = Join([.. Pieces(layer), added]);
        if (keep)
        {
            // Only what is new is kept: a long prefix is not copied for every row that follows it.
            Piece[] tail = _own.TryGetValue(layer, out var mine) ? [mine, added] : [added];
            var (newKeys, newValues) = Join(tail);
            Store(layer, newKeys, newValues, tail.Sum(piece => piece.Length));
        }

        return all;
    }

    /// <summary>Counts new tokens as held, once every layer has them.</summary>
    internal void Advance(int width, RowPadding? padding)
    {
        if (padding is null && _segments is [.., (var last, null)]) _segments[^1] = (last + width, null);
        else _segments.Add((width, padding));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var piece in _own.Values) piece.Dispose();
        _own.Clear();
    }

    private static Piece[] Cut(IEnumerable<Piece> pieces, int length)
    {
        var head = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (length == 0) break;
            head.Add(piece with { Length = Math.Min(length, piece.Length) });
            length -= head[^1].Length;
        }

        return [.. head];
    }

    private IEnumerable<Piece> Pieces(int layer) =>
        (_inherited.GetValueOrDefault(layer) ?? []).Concat(_own.TryGetValue(layer, out var mine) ? [mine] : []);

    /// <summary>For many small steps: everything lies in one place, with room behind it.</summary>
    private (Tensor Keys, Tensor Values) AppendInPlace(int layer, Tensor keys, Tensor values)
    {
        var (rows, heads, width, size) = (keys.shape[0], keys.shape[1], keys.shape[2], keys.shape[3]);
        var length = Length;
        var whole = !_inherited.ContainsKey(layer) && _own.TryGetValue(layer, out var held) ? held : default;
        if (whole.Keys is null || whole.Keys.shape[2] < length + width)
        {
            long[] shape = [rows, heads, length + width + _reserve, size];
            var larger = (Keys: empty(shape, keys.dtype, device: keys.device), Values: empty(shape, values.dtype, device: values.device));
            var column = 0;
            foreach (var piece in Pieces(layer))
            {
                larger.Keys.narrow(2, column, piece.Length).copy_(piece.Keys.narrow(2, 0, piece.Length).expand(rows, heads, piece.Length, size));
                larger.Values.narrow(2, column, piece.Length).copy_(piece.Values.narrow(2, 0, piece.Length).expand(rows, heads, piece.Length, size));
                column += piece.Length;
            }

            Store(layer, larger.Keys, larger.Values, length);
            _inherited.Remove(layer);
        }

        var stored = _own[layer] = _own[layer] with { Length = (int)(length + width) };
        stored.Keys.narrow(2, length, width).copy_(keys);
        stored.Values.narrow(2, length, width).copy_(values);
        return (stored.Keys.narrow(2, 0, length + width), stored.Values.narrow(2, 0, length + width));
    }

    private void Store(int layer, Tensor keys, Tensor values, int length)
    {
        if (_own.Remove(layer, out var before)) before.Dispose();
        _own[layer] = new Piece(keys.DetachFromDisposeScope(), values.DetachFromDisposeScope(), length);
    }

    private static (Tensor Keys, Tensor Values) Join(Piece[] pieces)
    {
        if (pieces is [var only] && only.Keys.shape[2] == only.Length) return (only.Keys, only.Values);
        var rows = pieces.Max(piece => piece.Keys.shape[0]);
        return (cat(pieces.Select(piece => Part(piece.Keys, piece.Length)).ToArray(), 2), cat(pieces.Select(piece => Part(piece.Values, piece.Length)).ToArray(), 2));

        Tensor Part(Tensor held, int length) => held.narrow(2, 0, length).expand(rows, held.shape[1], length, held.shape[3]);
    }

    /// <summary>Keys and values of consecutive columns; the tensors may have room behind them.</summary>
    private readonly record struct Piece(Tensor Keys, Tensor Values, int Length) : IDisposable
    {
        public void Dispose()
        {
            Keys.Dispose();
            Values.Dispose();
        }
    }
}
