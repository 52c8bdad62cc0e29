using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Batching;

/// <summary>Rows of token ids, filled up on the right to one width.</summary>
/// <param name="rows">Token ids; none empty.</param>
internal sealed class PaddedBatch(IReadOnlyList<int[]> rows)
{
    private readonly int width = rows.Max(row => row.Length);

    /// <summary>Which columns are real; null when all are, which is cheaper.</summary>
    public RowPadding? Padding { get; } = rows.All(row => row.Length == rows[0].Length) ? null : new RowPadding([.. rows.Select(row => row.Length)]);

    /// <summary>[B, T] int64.</summary>
    public Tensor Ids()
    {
        var ids = new long[rows.Count * width];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++) ids[row * width + column] = rows[row][column];
        }

        return tensor(ids, rows.Count, width);
    }

    /// <summary>Of every row the hidden state of one token, [B, T, H] → [B, H].</summary>
    /// <param name="hidden">What the decoder made of <see cref="Ids"/>.</param>
    /// <param name="back">How many real tokens stand behind it in its row.</param>
    public Tensor FromEnd(Tensor hidden, int back = 0) =>
        hidden.flatten(0, 1).index_select(0, tensor(rows.Select((row, i) => (long)i * width + row.Length - 1 - back).ToArray()));
}
