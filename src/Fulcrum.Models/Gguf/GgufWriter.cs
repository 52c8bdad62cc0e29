using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data;
using TorchSharp;

namespace Fulcrum.Models.Gguf;

/// <summary>Writes metadata and tensors as a GGUF file, version 3.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md</remarks>
internal static class GgufWriter
{
    private const int Alignment = 32;
    private const int Chunk = 1 << 20;

    /// <summary>Writes to a temporary file and renames it; the same content gives the same bytes.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="metadata">In this order; values are <see cref="uint"/>, <see cref="float"/>, <see cref="bool"/>, <see cref="string"/> or arrays of string, int or float.</param>
    /// <param name="tensors">In this order, under llama.cpp's names; each is opened when its turn has come.</param>
    /// <param name="cancellationToken">Stops between tensors; then nothing is left.</param>
    public static void Write(
        string path,
        IReadOnlyList<KeyValuePair<string, object>> metadata,
        IReadOnlyList<GgufSource> tensors,
        CancellationToken cancellationToken) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            Text(writer, key);
            Value(writer, value);
        }

        var offset = 0L;
        foreach (var tensor in tensors)
        {
            Text(writer, tensor.Name);
            writer.Write(tensor.Shape.Count);
            foreach (var size in tensor.Shape.Reverse()) writer.Write(size);
            writer.Write((uint)tensor.Type);
            writer.Write(offset);
            offset = Aligned(offset + tensor.ByteCount);
        }

        foreach (var tensor in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Pad(writer);
            Data(writer, tensor);
        }

        Pad(writer);
    });

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        var position = writer.BaseStream.Position;
        writer.Write(stackalloc byte[(int)(Aligned(position) - position)]);
    }

    private static void Data(BinaryWriter writer, GgufSource source)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var numbers = source.Open().view(-1);
        var (values, size) = (GgufBlocks.Values(source.Type), GgufBlocks.Bytes(source.Type));
        var bytes = new byte[Chunk / values * size];
        for (var first = 0L; first < numbers.NumberOfElements; first += Chunk)
        {
            using var part = numbers.narrow(0, first, Math.Min(Chunk, numbers.NumberOfElements - first));
            var encoded = bytes.AsSpan(0, (int)part.NumberOfElements / values * size);
            GgufEncoding.Encode(source.Type, MemoryMarshal.Cast<byte, float>(part.bytes), encoded);
            writer.Write(encoded);
        }
    }

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write(4u);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6u);
                writer.Write(number);
                break;
            case bool flag:
                writer.Write(7u);
                writer.Write(flag);
                break;
            case string text:
                writer.Write(8u);
                Text(writer, text);
                break;
            case int[] numbers:
                List(writer, 5, numbers.Length);
                foreach (var number in numbers) writer.Write(number);
                break;
            case float[] numbers:
                List(writer, 6, numbers.Length);
                foreach (var number in numbers) writer.Write(number);
                break;
            case string[] texts:
                List(writer, 8, texts.Length);
                foreach (var text in texts) Text(writer, text);
                break;
            default:
                throw new ArgumentException($"Metadata of the type {value.GetType().Name} are not written.", nameof(value));
        }
    }

    private static void List(BinaryWriter writer, uint type, int count)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)count);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
