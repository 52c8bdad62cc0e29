using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// An NF4 matrix as bitsandbytes saves it: the packed codes under the weight's name, and beside it the scales, both code tables
/// and a JSON description in bytes (<c>QuantState.as_dict(packed=True)</c>).
/// </summary>
internal static class BitsAndBytesWriter
{
    /// <summary>The tensors to write. The codes and scales are the matrix's own, the rest goes to the caller's dispose scope.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Tensors(string name, NF4Matrix matrix)
    {
        var scales = matrix.Scales;
        var state = new JsonObject
        {
            ["quant_type"] = "nf4",
            ["blocksize"] = NF4Matrix.Block,
            ["dtype"] = "float32",
            ["shape"] = new JsonArray(matrix.Rows, matrix.Columns),
        };
        yield return new(name, matrix.Codes);
        yield return new($"{name}.absmax", scales.Absmax);
        yield return new($"{name}.quant_map", tensor(NF4Code.Values, device: CPU));
        if (scales.NestedAbsmax is { } nested)
        {
            state["nested_blocksize"] = BlockScales.NestedBlock;
            state["nested_dtype"] = "float32";
            state["nested_offset"] = (double)scales.Offset;
            yield return new($"{name}.nested_absmax", nested);
            yield return new($"{name}.nested_quant_map", tensor(DynamicCode.Values, device: CPU));
        }

        yield return new($"{name}.{BitsAndBytesReader.State}", tensor(JsonSerializer.SerializeToUtf8Bytes(state), device: CPU));
    }
}
