using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>Self-attention in which every token sees every other (arXiv:1706.03762).</summary>
internal sealed class SelfAttention(int heads, Linear query, Linear key, Linear value, Linear output)
{
    /// <summary>[B, T, H] → [B, T, H], or both packed.</summary>
    public Tensor Forward(Tensor hidden, EncoderInputs inputs)
    {
        var packing = inputs.Packing;
        var (rows, columns) = packing is null ? (hidden.shape[0], hidden.shape[1]) : (packing.Rows, packing.Columns);
        var attended = nn.functional.scaled_dot_product_attention(Project(query), Project(key), Project(value), inputs.Mask);
        var merged = attended.transpose(1, 2).reshape(rows, columns, -1);
        return output.Forward(packing?.Pack(merged) ?? merged);

        Tensor Project(Linear linear)
        {
            var projected = linear.Forward(hidden);
            return (packing?.Unpack(projected) ?? projected).view(rows, columns, heads, -1).transpose(1, 2);
        }
    }
}
