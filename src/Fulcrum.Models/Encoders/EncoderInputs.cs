using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>What every layer needs to know of one batch.</summary>
/// <param name="Mask">Added to the attention scores, [B, 1, 1, T]: 0 for real tokens, -∞ for padding. Null when all are real.</param>
/// <param name="Packing">How hidden states are laid out; null for [B, T, H].</param>
internal sealed record EncoderInputs(Tensor? Mask, RowPacking? Packing)
{
    /// <summary>For a batch of [B, T] tokens.</summary>
    public static EncoderInputs For(int rows, int columns, RowPadding? padding, Device device)
    {
        if (padding is null) return new EncoderInputs(null, null);
        var mask = new float[rows * columns];
        for (var place = 0; place < mask.Length; place++)
            if (!padding.IsReal(place / columns, place % columns, columns)) mask[place] = float.NegativeInfinity;
        return new EncoderInputs(tensor(mask, [rows, 1, 1, columns], device: device), RowPacking.For(rows, columns, padding, device));
    }
}
