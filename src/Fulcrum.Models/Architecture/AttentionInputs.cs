using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>What the attention of layers of one kind needs for one batch, computed once: rotation by position, and who may see whom.</summary>
internal sealed record AttentionInputs
{
    /// <summary>Cosines and sines, each [1 or B, T, 1, head size]; null where positions are in the embedding.</summary>
    public (Tensor Cosines, Tensor Sines)? Rotation { get; init; }

    /// <summary>
    /// Added to the attention scores, [1 or B, 1, G·T, S]: 0 where a token may look, -∞ elsewhere, repeated for the G query
    /// heads that share a key head. Null when every token may look at all S.
    /// </summary>
    public Tensor? Mask { get; init; }

    /// <summary>The columns before this one are out of every token's sight and not among the S.</summary>
    public int FirstVisible { get; init; }

    /// <summary>How hidden states are laid out; null for [B, T, H].</summary>
    public RowPacking? Packing { get; init; }

    /// <summary>[N] int64: the tokens that what follows attention works on, as places in the flattened hidden states; null for all.</summary>
    public Tensor? Kept { get; init; }

    /// <summary>Turns queries or keys, [B, T, heads, head size], by their positions.</summary>
    public Tensor ApplyRotary(Tensor input) => Rotation is var (cosines, sines) ? RotaryEmbedding.Rotate(input, cosines, sines) : input;

    /// <summary>Of hidden states [B, T, X] or packed those of the <see cref="Kept"/> tokens, [1, N, X].</summary>
    public Tensor SelectKept(Tensor hidden) => Kept is null ? hidden : hidden.flatten(0, 1).index_select(0, Kept).unsqueeze(0);

    /// <summary>The keys or values that somebody may look at, [B, heads, all, head size] → [B, heads, S, head size].</summary>
    public Tensor Visible(Tensor all) => FirstVisible == 0 ? all : all.narrow(2, FirstVisible, all.shape[2] - FirstVisible);
}
