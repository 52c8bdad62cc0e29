using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using TorchSharp;

namespace Fulcrum.Models.Weights;

/// <summary>Writes tensors as a safetensors file.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes the tensors in their order to a temporary file and renames it.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">Names and tensors, on any device; each name once.</param>
    /// <param name="metadata">Goes to <c>__metadata__</c>; Hugging Face's readers ask for <c>format = pt</c>, which is added.</param>
    /// <param name="precision">What floating-point tensors are converted to; null keeps the element type of each.</param>
    /// <exception cref="ArgumentException">A name is duplicated or an element type has no counterpart in the format.</exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        torch.ScalarType? precision = null)
    {
        WriteContents(
            path,
            [.. tensors.Select(entry => (Name: entry.Key, Tensor: entry.Value, Type: Stored(entry.Value, precision))).Select(entry =>
                new SafetensorsContent(entry.Name, TypeOf(entry.Type), entry.Tensor.shape, stream => WriteData(stream, entry.Tensor, entry.Type)))],
            metadata);
    }

    /// <summary>Writes tensors from wherever they are; needs no libtorch.</summary>
    internal static void WriteContents(string path, IReadOnlyList<SafetensorsContent> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(header);
            foreach (var tensor in tensors) tensor.WriteData(stream);
        });
    }

    private static byte[] Header(IReadOnlyList<SafetensorsContent> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var about = new JsonObject { ["format"] = "pt" };
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>()) about[key] = value;
        var header = new JsonObject { ["__metadata__"] = about };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            var end = offset + tensor.Shape.Aggregate(SafetensorsEntry.ElementSize(tensor.Type), (long bytes, long size) => bytes * size);
            header.Add(tensor.Name, new JsonObject
            {
                ["dtype"] = tensor.Type.ToString().ToUpperInvariant(),
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(offset, end),
            });
            offset = end;
        }

        var text = header.ToJsonString(JsonSerializerOptions.Default);
        return Encoding.UTF8.GetBytes(text.PadRight(text.Length + (8 - Encoding.UTF8.GetByteCount(text) % 8) % 8));
    }

    private static torch.ScalarType Stored(torch.Tensor tensor, torch.ScalarType? precision) =>
        precision is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;

    private static void WriteData(Stream stream, torch.Tensor tensor, torch.ScalarType type)
    {
        if (tensor.NumberOfElements == 0) return;
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var rows = tensor.detach().contiguous().view(tensor.dim() == 0 ? 1 : tensor.shape[0], -1);
        var step = Math.Max(1, (64 << 20) / Math.Max(1, rows.shape[1] * rows.ElementSize));
        for (var row = 0L; row < rows.shape[0]; row += step)
        {
            using var part = rows.narrow(0, row, Math.Min(step, rows.shape[0] - row));
            using var stored = part.to(type).cpu();
            stream.Write(stored.bytes);
        }
    }

    private static SafetensorsType TypeOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Bool => SafetensorsType.Bool,
        torch.ScalarType.Byte => SafetensorsType.U8,
        torch.ScalarType.Int8 => SafetensorsType.I8,
        torch.ScalarType.Int16 => SafetensorsType.I16,
        torch.ScalarType.Int32 => SafetensorsType.I32,
        torch.ScalarType.Int64 => SafetensorsType.I64,
        torch.ScalarType.Float16 => SafetensorsType.F16,
        torch.ScalarType.BFloat16 => SafetensorsType.BF16,
        torch.ScalarType.Float32 => SafetensorsType.F32,
        torch.ScalarType.Float64 => SafetensorsType.F64,
        _ => throw new ArgumentException($"safetensors has no element type for {type}.", nameof(type)),
    };
}
