using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Quantization;

/// <summary>Reads one NF4 matrix that bitsandbytes saved, with or without double quantization.</summary>
/// <param name="source">Where its tensors are, in one file or in several.</param>
/// <param name="path">How errors name the file.</param>
internal sealed class BitsAndBytesReader(IWeightSource source, string path)
{
    /// <summary>The end of the name of the tensor that describes the others.</summary>
    public const string State = "quant_state.bitsandbytes__nf4";

    private readonly List<InputError> _errors = [];

    /// <summary>Whether the weight of this name was saved so.</summary>
    public static bool IsQuantized(IWeightSource source, string name) => source.Stored($"{name}.{State}") is not null;

    /// <summary>The names of the tensors that such a weight may have, its own first.</summary>
    public static IEnumerable<string> TensorsOf(string name) =>
        [name, .. ((string[])["absmax", "quant_map", "nested_absmax", "nested_quant_map", State]).Select(part => $"{name}.{part}")];

    /// <summary>Reads the weight of this name.</summary>
    /// <exception cref="InputException">Tensors are missing or misshapen, or say that they are quantized in another way.</exception>
    public NF4Matrix Read(string name)
    {
        using var scope = NewDisposeScope();
        var state = Describe($"{name}.{State}");
        var (rows, columns) = state["shape"] is JsonArray { Count: 2 } shape ? (Size(shape[0]), Size(shape[1])) : (0, 0);
        if (rows <= 0 || columns <= 0) Fail($"{name} has no shape of two dimensions.");
        Expect(state, "quant_type", "nf4");
        Expect(state, "blocksize", NF4Matrix.Block);
        var offset = Number(state["nested_offset"]);
        if (offset is { } mean && !float.IsFinite(mean)) Fail($"nested_offset is {state["nested_offset"]!.ToJsonString()}.");
        if (offset is not null) Expect(state, "nested_blocksize", BlockScales.NestedBlock);
        ThrowIfFailed();

        var blocks = (rows * columns + NF4Matrix.Block - 1) / NF4Matrix.Block;
        var codes = Tensor(name, SafetensorsType.U8, (rows * columns + 1) / 2, 1);
        ExpectTable($"{name}.quant_map", NF4Code.Values);
        var absmax = Tensor($"{name}.absmax", offset is null ? SafetensorsType.F32 : SafetensorsType.U8, blocks);
        Tensor? nested = null;
        if (offset is not null)
        {
            nested = Tensor($"{name}.nested_absmax", SafetensorsType.F32, (blocks + BlockScales.NestedBlock - 1) / BlockScales.NestedBlock);
            ExpectTable($"{name}.nested_quant_map", DynamicCode.Values);
        }

        ThrowIfFailed();
        return new NF4Matrix(rows, columns, codes, new BlockScales(absmax, nested, offset ?? 0));
    }

    private JsonObject Describe(string name)
    {
        if (source.Stored(name) is { } stored) return JsonInput.ParseObject(stored.Bytes, $"The description {name}", path);
        Fail($"The tensor {name} is missing.");
        return [];
    }

    /// <summary>A dimension; 0 where it is none. The product of two is no overflow.</summary>
    private static long Size(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var size) ? size : 0;

    private static float? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<float>(out var number) ? number : null;

    private void Expect(JsonObject state, string key, JsonNode expected)
    {
        if (!JsonNode.DeepEquals(state[key], expected)) Fail($"{key} is {state[key]?.ToJsonString() ?? "missing"}; only {expected.ToJsonString()} is read.");
    }

    private void ExpectTable(string name, float[] values)
    {
        using var table = Tensor(name, SafetensorsType.F32, values.Length);
        if (table.NumberOfElements == values.Length && table.data<float>().Zip(values).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6))
            Fail($"The code table {name} is not the one that belongs to NF4.");
    }

    private Tensor Tensor(string name, SafetensorsType type, params long[] shape)
    {
        var stored = source.Stored(name);
        if (stored?.Type != type || !stored.Shape.SequenceEqual(shape))
        {
            Fail(stored is null
                ? $"The tensor {name} is missing."
                : $"The tensor {name} is {stored.Type} [{string.Join(", ", stored.Shape)}], not {type} [{string.Join(", ", shape)}].");
            return empty(0, device: CPU);
        }

        var result = empty(shape, type == SafetensorsType.U8 ? ScalarType.Byte : ScalarType.Float32, device: CPU);
        stored.Bytes.CopyTo(result.bytes);
        return result;
    }

    private void Fail(string message) => _errors.Add(new InputError(message)
    {
        File = path, Remedy = _errors.Count == 0 ? "Save the model again with bitsandbytes's defaults: NF4 in blocks of 64." : null,
    });

    private void ThrowIfFailed()
    {
        if (_errors.Count > 0) throw new InputException(_errors);
    }
}
