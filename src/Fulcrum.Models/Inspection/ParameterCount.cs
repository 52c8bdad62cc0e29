using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Inspection;

/// <summary>A model's parameters, counted from the shapes of its stored tensors.</summary>
/// <param name="Total">All of them, each once.</param>
/// <param name="Linear">Those in the matrices of the layers, which quantisation shrinks.</param>
/// <param name="LinearRows">Rows of these matrices: each has a scale of its own in int8.</param>
public sealed record ParameterCount(long Total, long Linear, long LinearRows)
{
    /// <summary>Buffers that some checkpoints carry and no training changes.</summary>
    private static readonly string[] Buffers = [".rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", "embeddings.position_ids", "rope_freqs.weight"];

    /// <summary>Bytes in float32.</summary>
    public long Float32Bytes => 4 * Total;

    /// <summary>Bytes in bfloat16.</summary>
    public long BFloat16Bytes => 2 * Total;

    /// <summary>Bytes with the layers' matrices in int8 with a float32 scale a row (arXiv:2208.07339), the rest in float32.</summary>
    public long Int8Bytes => Linear + 4 * LinearRows + 4 * (Total - Linear);

    /// <summary>
    /// Bytes with the layers' matrices in NF4 with double quantisation (arXiv:2305.14314: 4 bits, a byte for 64 numbers and a
    /// float32 for 256 of these bytes), the rest in float32.
    /// </summary>
    public long Nf4Bytes => Linear / 2 + Linear / 64 + Linear / (64 * 256) * 4 + 4 * (Total - Linear);

    /// <summary>Counts; no numbers are read.</summary>
    /// <param name="weights">The stored tensors.</param>
    /// <param name="tiedHead">Whether a stored <c>lm_head</c> repeats the embedding.</param>
    internal static ParameterCount Of(IWeightSource weights, bool tiedHead)
    {
        var (total, linear, rows) = (0L, 0L, 0L);
        foreach (var (name, shape) in Shapes(weights))
        {
            if (Buffers.Any(buffer => name.EndsWith(buffer, StringComparison.Ordinal)) || (tiedHead && name == "lm_head.weight")) continue;
            var size = shape.Aggregate(1L, (product, dimension) => product * dimension);
            total += size;
            if (shape.Count != 2 || !name.Split('.').Any(part => int.TryParse(part, out _))) continue;
            linear += size;
            rows += shape[0];
        }

        return new ParameterCount(total, linear, rows);
    }

    /// <summary>A GGUF is counted under its own names: those of a model that Fulcrum does not run have no others.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<long> Shape)> Shapes(IWeightSource weights) => weights is GgufWeights gguf
        ? gguf.File.Tensors.Values.Select(tensor => (tensor.Name, tensor.Shape))
        : weights.Names.Select(name => (name, weights.Shape(name)));
}
