using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Causal self-attention with grouped queries and rotary positions.</summary>
/// <remarks>
/// The query heads that share a key head are laid one after another along the query axis, so that keys and values are
/// neither repeated nor copied and the fused kernel sees one head: at [8, 128] with 9 query and 3 key heads 3.8 ms forward
/// and 13.9 with backward, against 4.5 and 18.7 for repeated heads with is_causal.
/// </remarks>
internal sealed class Attention(ModelConfiguration configuration, int layer, Linear query, Linear key, Linear value, Linear output)
{
    /// <summary>[B, T, H] → [B, T, H], or both packed.</summary>
    public Tensor Forward(Tensor hidden, AttentionInputs inputs, DecoderContext context)
    {
        var packing = inputs.Packing;
        var (rows, columns) = packing is null ? (hidden.shape[0], hidden.shape[1]) : (packing.Rows, packing.Columns);
        long heads = configuration.HeadCount, keyHeads = configuration.KeyValueHeadCount, size = configuration.HeadSize;

        var queries = RotaryEmbedding.Rotate(Project(query).view(rows, columns, heads, size), inputs.Cosines, inputs.Sines);
        var keys = RotaryEmbedding.Rotate(Project(key).view(rows, columns, keyHeads, size), inputs.Cosines, inputs.Sines).transpose(1, 2);
        var values = Project(value).view(rows, columns, keyHeads, size).transpose(1, 2);
        if (context.Cache is { } cache) (keys, values) = cache.Follow(layer, keys, values, keep: !context.ReadOnly);

        var grouped = queries.transpose(1, 2).reshape(rows, keyHeads, heads / keyHeads * columns, size);
        var attended = nn.functional.scaled_dot_product_attention(grouped, keys, values, inputs.Mask);
        var merged = attended.reshape(rows, heads, columns, size).transpose(1, 2).reshape(rows, columns, heads * size);
        return output.Forward(packing?.Pack(merged) ?? merged);

        Tensor Project(Linear linear) => packing?.Unpack(linear.Forward(hidden)) ?? linear.Forward(hidden);
    }
}
