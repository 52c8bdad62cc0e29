namespace Fulcrum.Models.Inspection;

/// <summary>A model's parameters, counted from the shapes of its stored tensors, packed or not.</summary>
/// <param name="Total">All of them, each once.</param>
/// <param name="Linear">Those in the matrices of the layers.</param>
/// <param name="LinearRows">Rows of these matrices.</param>
/// <param name="Table">Those in the tables of tokens: the embedding, and the head where it is one of its own.</param>
/// <param name="TableRows">Rows of these tables.</param>
public sealed record ParameterCount(long Total, long Linear, long LinearRows, long Table, long TableRows)
{
    /// <summary>Buffers that some checkpoints carry and no training changes.</summary>
    private static readonly string[] Buffers = [".rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", "embeddings.position_ids", "rope_freqs.weight"];

    /// <summary>Bytes that the parameters take in float32.</summary>
    public long Float32Bytes => 4 * Total;

    /// <summary>Bytes that the parameters take in bfloat16.</summary>
    public long BFloat16Bytes => 2 * Total;

    /// <summary>Bytes with matrices and tables in int8 with a float32 scale a row (arXiv:2208.07339), the rest in float32.</summary>
    public long Int8Bytes => Linear + 4 * LinearRows + OutsideLayersBytes;

    /// <summary>
    /// Bytes with the layers' matrices in NF4 with double quantization (arXiv:2305.14314: 4 bits, a byte for 64 numbers and a
    /// float32 for 256 of these bytes), tables in int8, the rest in float32.
    /// </summary>
    public long Nf4Bytes => Linear / 2 + Linear / 64 + Linear / (64 * 256) * 4 + OutsideLayersBytes;

    private long OutsideLayersBytes => Table + 4 * TableRows + 4 * (Total - Linear - Table);

    /// <summary>Counts; no numbers are read.</summary>
    /// <param name="shapes">Names and shapes of the stored tensors, outermost dimension first.</param>
    /// <param name="tiedHead">Whether a stored <c>lm_head</c> repeats the embedding.</param>
    /// <param name="vocabularySize">Rows of a table of tokens.</param>
    internal static ParameterCount Of(IEnumerable<(string Name, IReadOnlyList<long> Shape)> shapes, bool tiedHead, long? vocabularySize)
    {
        var count = new ParameterCount(0, 0, 0, 0, 0);
        foreach (var (name, shape) in shapes)
        {
            if (Buffers.Any(buffer => name.EndsWith(buffer, StringComparison.Ordinal)) || (tiedHead && name == "lm_head.weight")) continue;
            var size = shape.Aggregate(1L, (product, dimension) => product * dimension);
            count = count with { Total = count.Total + size };
            if (shape.Count == 2 && name.Split('.').Any(part => int.TryParse(part, out _)))
                count = count with { Linear = count.Linear + size, LinearRows = count.LinearRows + shape[0] };
            else if (shape.Count == 2 && shape[0] == vocabularySize)
                count = count with { Table = count.Table + size, TableRows = count.TableRows + shape[0] };
        }

        return count;
    }
}
