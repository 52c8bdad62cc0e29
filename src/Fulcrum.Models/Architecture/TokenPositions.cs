using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Where the tokens of a [B, T] batch stand in their texts, counted from 0 without padding.</summary>
internal sealed class TokenPositions
{
    private readonly long first;
    private readonly int rows;
    private readonly int columns;
    private readonly long[]? each; // row by row; null where all rows count on from the first

    private TokenPositions(int rows, int columns, DecoderContext context)
    {
        (this.rows, this.columns) = (rows, columns);
        if (context.Tree is { } tree) each = tree.Positions();
        else if (context.Cache?.IsRagged == true || context.Padding?.Left == true) each = Each(context);
        else first = context.Cache?.Length ?? 0;
        End = (each?.Max() ?? first + columns - 1) + 1;
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
        if (each is null) return table.narrow(0, first, columns).unsqueeze(0);
        long[] shape = [rows, columns, .. table.shape[1..]];
        return table.index_select(0, tensor(each, device: table.device)).view(shape);
    }

    private long[] Each(DecoderContext context)
    {
        var positions = new long[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var before = context.Cache?.RealLength(row) ?? 0;
            for (var column = 0; column < columns; column++)
                positions[row * columns + column] = before + (context.Padding?.Position(row, column, columns) ?? column);
        }

        return positions;
    }
}
