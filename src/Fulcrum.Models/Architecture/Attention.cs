using Fulcrum.Models.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Causal self-attention with grouped queries.</summary>
/// <remarks>
/// The query heads that share a key head are laid one after another along the query axis, so that keys and values are
/// neither repeated nor copied and the fused kernel sees one head: at [8, 128] with 9 query and 3 key heads 3.8 ms forward
/// and 13.9 with backward, against 4.5 and 18.7 for repeated heads with is_causal.
/// </remarks>
internal sealed class Attention(ModelConfiguration configuration, int layer, QueryKeyValueProjection projection, Linear output)
{
    /// <summary>What the queries are multiplied by, so that the kernel's own 1/√(head size) becomes the model's scale.</summary>
    private readonly Scalar? _queryFactor = configuration.AttentionScale is { } scale ? scale * Math.Sqrt(configuration.HeadSize) : null;

    /// <summary>Of each query, [..., head size]; null for none.</summary>
    public INorm? QueryNorm { get; init; }

    /// <summary>Of each key, [..., head size]; null for none.</summary>
    public INorm? KeyNorm { get; init; }

    /// <summary>[B, T, H] → [B, T, H], or both packed; of the tokens kept alone, where not all are.</summary>
    public Tensor Forward(Tensor hidden, AttentionInputs inputs, DecoderContext context)
    {
        var (queries, keys, values) = projection.Forward(hidden, inputs.Packing);
        var (rows, columns, heads, size) = (queries.shape[0], queries.shape[1], queries.shape[2], queries.shape[3]);
        queries = inputs.ApplyRotary(QueryNorm?.Forward(queries) ?? queries);
        keys = inputs.ApplyRotary(KeyNorm?.Forward(keys) ?? keys).transpose(1, 2);
        values = values.transpose(1, 2);
        if (_queryFactor is not null) queries = queries.mul(_queryFactor);
        if (context.Cache is { } cache) (keys, values) = cache.Append(layer, keys, values, keep: !context.ReadOnly);
        (keys, values) = (inputs.Visible(keys), inputs.Visible(values));

        if (columns == 1 && queries.IsSmall()) return output.Forward(inputs.SelectKept(SingleTokenAttention.Attend(queries, keys, values, inputs.Mask)));

        var keyHeads = keys.shape[1];
        var grouped = queries.transpose(1, 2).reshape(rows, keyHeads, heads / keyHeads * columns, size);
        var attended = nn.functional.scaled_dot_product_attention(grouped, keys, values, inputs.Mask);
        var merged = attended.reshape(rows, heads, columns, size).transpose(1, 2).reshape(rows, columns, heads * size);
        return output.Forward(inputs.SelectKept(inputs.Packing?.Pack(merged) ?? merged));
    }
}
