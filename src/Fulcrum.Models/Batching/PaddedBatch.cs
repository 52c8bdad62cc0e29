using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Batching;

/// <summary>Rows of token ids, filled up on the right to one width. The tensors are on the CPU; a network takes them to where it is.</summary>
/// <param name="rows">Token ids; none empty.</param>
public sealed class PaddedBatch(IReadOnlyList<int[]> rows)
{
    private readonly int _width = rows.Max(row => row.Length);

    /// <summary>Which columns are real; null when all are, which is cheaper.</summary>
    public RowPadding? Padding { get; } = rows.All(row => row.Length == rows[0].Length) ? null : new RowPadding([.. rows.Select(row => row.Length)]);

    /// <summary>[B, T] int64.</summary>
    public Tensor Ids()
    {
        var ids = new long[rows.Count * _width];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++) ids[row * _width + column] = rows[row][column];
        }

        return tensor(ids, rows.Count, _width, device: CPU);
    }

    /// <summary>Where a column of a row stands in the flattened batch.</summary>
    public long Place(int row, int column) => row * _width + column;

    /// <summary>The places of each row's last <paramref name="count"/> tokens in the flattened batch, for <see cref="Decoder.ForwardAt"/>: [B·count] int64, row by row.</summary>
    public Tensor Last(int count = 1) =>
        tensor(rows.SelectMany((row, i) => Enumerable.Range(row.Length - count, count).Select(column => Place(i, column))).ToArray(), device: CPU);
}
