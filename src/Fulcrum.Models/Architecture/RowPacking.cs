using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// The real tokens of a padded batch side by side, [1, N, …] for [B, T, …]: everything but attention works on one token at a
/// time and so never sees padding. Short texts beside long ones are nearly half padding.
/// </summary>
/// <param name="Rows">Sequences in the batch, B.</param>
/// <param name="Columns">Tokens in a row, padding included, T.</param>
/// <param name="Real">[N] int64: where the real tokens stand in the flattened batch.</param>
/// <param name="Places">[B·T] int64: for each place its token; padding takes that of another, which nobody looks at.</param>
internal sealed record RowPacking(int Rows, int Columns, Tensor Real, Tensor Places)
{
    /// <summary>Less padding than this part of the batch is not worth the copies.</summary>
    private const double SmallestSaving = 0.05;

    /// <summary>The packing of a batch; null where there is too little padding.</summary>
    public static RowPacking? For(int rows, int columns, RowPadding? padding, Device device)
    {
        if (padding is null || rows * columns - padding.Lengths.Sum() < SmallestSaving * rows * columns) return null;
        var real = new List<long>();
        var places = new long[rows * columns];
        for (var place = 0; place < places.Length; place++)
        {
            if (!padding.IsReal(place / columns, place % columns, columns)) continue;
            places[place] = real.Count;
            real.Add(place);
        }

        return new RowPacking(rows, columns, tensor(real.ToArray(), device: device), tensor(places, device: device));
    }

    /// <summary>[B, T, X] → [1, N, X].</summary>
    public Tensor Pack(Tensor padded) => padded.flatten(0, 1).index_select(0, Real).unsqueeze(0);

    /// <summary>[1, N, X] → [B, T, X].</summary>
    public Tensor Unpack(Tensor packed) => packed[0].index_select(0, Places).view(Rows, Columns, -1);
}
