using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace Fulcrum.Models.Weights;

/// <summary>Writes tensors as a safetensors file.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes the tensors in their order, each in its own element type, to a temporary file and renames it.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">Names and tensors on the CPU; each name once.</param>
    /// <param name="metadata">Goes to <c>__metadata__</c>; Hugging Face's readers ask for <c>format = pt</c>, which is added.</param>
    /// <exception cref="ArgumentException">A name stands twice or an element type has no counterpart in the format.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var all = tensors.ToList();
        var header = Header(all, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(header);
            foreach (var (_, tensor) in all) WriteData(stream, tensor);
        });
    }

    private static byte[] Header(List<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var about = new JsonObject { ["format"] = "pt" };
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>()) about[key] = value;
        var header = new JsonObject { ["__metadata__"] = about };
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + tensor.NumberOfElements * tensor.ElementSize;
            header.Add(name, new JsonObject
            {
                ["dtype"] = TypeName(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(offset, end),
            });
            offset = end;
        }

        var text = header.ToJsonString(JsonSerializerOptions.Default);
        return Encoding.UTF8.GetBytes(text.PadRight(text.Length + (8 - Encoding.UTF8.GetByteCount(text) % 8) % 8));
    }

    private static void WriteData(Stream stream, torch.Tensor tensor)
    {
        if (tensor.NumberOfElements == 0) return;
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var rows = tensor.detach().contiguous().view(tensor.dim() == 0 ? 1 : tensor.shape[0], -1);
        var step = Math.Max(1, (64 << 20) / Math.Max(1, rows.shape[1] * rows.ElementSize));
        for (var row = 0L; row < rows.shape[0]; row += step)
        {
            using var part = rows.narrow(0, row, Math.Min(step, rows.shape[0] - row));
            stream.Write(part.bytes);
        }
    }

    private static string TypeName(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Bool => "BOOL",
        torch.ScalarType.Byte => "U8",
        torch.ScalarType.Int8 => "I8",
        torch.ScalarType.Int16 => "I16",
        torch.ScalarType.Int32 => "I32",
        torch.ScalarType.Int64 => "I64",
        torch.ScalarType.Float16 => "F16",
        torch.ScalarType.BFloat16 => "BF16",
        torch.ScalarType.Float32 => "F32",
        torch.ScalarType.Float64 => "F64",
        _ => throw new ArgumentException($"safetensors has no element type for {type}.", nameof(type)),
    };
}
