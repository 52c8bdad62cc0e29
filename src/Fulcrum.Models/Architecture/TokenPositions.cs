using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Where the tokens of a [B, T] batch stand in their texts, counted from 0 without padding.</summary>
internal sealed class TokenPositions
{
    private readonly long _first;
    private readonly int _rows;
    private readonly int _columns;
    private readonly long[]? _each; // row by row; null where all rows count on from the first

    private TokenPositions(int rows, int columns, DecoderContext context)
    {
        (_rows, _columns) = (rows, columns);
        if (context.Tree is { } tree) _each = tree.Positions();
        else if (context.Cache?.IsRagged == true || context.Padding?.Left == true) _each = Each(context);
        else _first = context.Cache?.Length ?? 0;
        End = (_each?.Max() ?? _first + columns - 1) + 1;
    }

    /// <summary>One more than the largest position.</summary>
    public long End { get; }

    /// <summary>Of a batch that follows the tokens of the context.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tokens reach beyond the model's context.</exception>
    public static TokenPositions Of(int rows, int columns, DecoderContext context, int contextLength)
    {
        var positions = new TokenPositions(rows, columns, context);
        return positions.End <= contextLength ? positions
            : throw new ArgumentOutOfRangeException(nameof(columns), positions.End, $"The model has {contextLength} positions.");
    }

    /// <summary>The rows of a table for these positions, [P, ...] → [1 or B, T, ...].</summary>
    public Tensor In(Tensor table)
    {
        if (_each is null) return table.narrow(0, _first, _columns).unsqueeze(0);
        long[] shape = [_rows, _columns, .. table.shape[1..]];
        return table.index_select(0, tensor(_each, device: table.device)).view(shape);
    }

    private long[] Each(DecoderContext context)
    {
        var positions = new long[_rows * _columns];
        for (var row = 0; row < _rows; row++)
        {
            var before = context.Cache?.RealLength(row) ?? 0;
            for (var column = 0; column < _columns; column++)
                positions[row * _columns + column] = before + (context.Padding?.Position(row, column, _columns) ?? column);
        }

        return positions;
    }
}
