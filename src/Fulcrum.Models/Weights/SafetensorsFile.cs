using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>A safetensors file, mapped into memory.</summary>
public sealed class SafetensorsFile : IWeightSource
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    /// <summary>Maps the file and checks its header.</summary>
    /// <exception cref="InputException">The file cannot be read or is malformed.</exception>
    public SafetensorsFile(string path)
    {
        _file = new MappedFile(path);
        try
        {
            (Entries, Metadata) = SafetensorsHeader.Read(_file);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _entries = Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>All tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>What the writer noted in the header under <c>__metadata__</c>; empty where it noted nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <inheritdoc />
    public long FileBytes => _file.Length;

    /// <inheritdoc />
    public IReadOnlyList<long> Shape(string name) => _entries[name].Shape;

    /// <summary>A tensor's bytes as they are in the file (little-endian); valid until the file is disposed.</summary>
    /// <exception cref="OverflowException">The tensor is larger than 2 GB.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => _file.Bytes(_entries[name].Offset, checked((int)_entries[name].ByteCount));

    /// <inheritdoc />
    public StoredTensor? Stored(string name) => _entries.TryGetValue(name, out var entry) ? new StoredTensor(this, entry) : null;

    /// <inheritdoc />
    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        var entry = _entries[name];
        var size = SafetensorsEntry.ElementSize(entry.Type);
        var rowBytes = entry.Shape.Count == 0 || entry.Shape[0] == 0 ? entry.ByteCount : entry.ByteCount / entry.Shape[0];
        var bytes = _file.Bytes(entry.Offset + firstRow * rowBytes, checked(destination.Length * size));
        switch (entry.Type)
        {
            case SafetensorsType.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
            case SafetensorsType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), destination);
                break;
            case SafetensorsType.BF16:
                BFloat16Values.ToSingle(bytes, destination);
                break;
            case SafetensorsType.F64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), destination);
                break;
            default:
                throw new InputException(new InputError($"The tensor {name} holds {entry.Type}, not floating-point numbers.") { File = _file.Path });
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
