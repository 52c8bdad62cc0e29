using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Gguf;

/// <summary>A GGUF file, mapped into memory: metadata and tensors under llama.cpp's names.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.</remarks>
internal sealed class GgufFile : IDisposable
{
    private const uint Magic = 0x46554747; // "GGUF"

    private readonly MappedFile _file;
    private readonly Dictionary<string, GgufTensor> _tensors = [];

    /// <exception cref="InputException">The file cannot be read, is malformed, or stores tensors in a way that is not read.</exception>
    public GgufFile(string path)
    {
        _file = new MappedFile(path);
        try
        {
            Metadata = ReadHeader(new GgufReader(_file));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The path that was opened, as given.</summary>
    public string Path => _file.Path;

    /// <summary>The length of the file in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Values are <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or lists of these.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>Tensors by llama.cpp's names.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => _tensors;

    /// <summary>Dequantizes numbers of a tensor, counted from its start; a range of whole blocks.</summary>
    public void Read(GgufTensor tensor, long first, Span<float> destination)
    {
        var (values, bytes) = (GgufBlocks.Values(tensor.Type), GgufBlocks.Bytes(tensor.Type));
        var source = _file.Bytes(tensor.Offset + first / values * bytes, destination.Length / values * bytes);
        GgufBlocks.Dequantize(tensor.Type, source, destination);
    }

    public void Dispose() => _file.Dispose();

    private Dictionary<string, object> ReadHeader(GgufReader reader)
    {
        if (_file.Length < 24 || reader.Number<uint>() != Magic) throw reader.Malformed("It does not begin with GGUF.");
        if (reader.Number<uint>() is not (2 or 3) and var version) throw reader.Malformed($"Its version is {version}; 2 and 3 are read.");
        var tensorCount = reader.Count(24);
        var metadataCount = reader.Count(13);

        var metadata = new Dictionary<string, object>();
        for (var index = 0; index < metadataCount; index++)
        {
            var key = reader.Text();
            if (!metadata.TryAdd(key, reader.Value())) throw reader.Malformed($"The metadata {key} is duplicated.");
        }

        var found = new List<GgufTensor>();
        for (var index = 0; index < tensorCount; index++) found.Add(ReadTensor(reader));
        var alignment = metadata.GetValueOrDefault("general.alignment") as long? ?? 32;
        Place(found, reader, alignment is > 0 and <= 1 << 20 ? alignment : throw reader.Malformed($"Its alignment is {alignment}."));
        return metadata;
    }

    private GgufTensor ReadTensor(GgufReader reader)
    {
        var name = reader.Text();
        var dimensions = reader.Number<uint>();
        if (dimensions > 4) throw reader.Malformed($"The tensor {name} has {dimensions} dimensions.");
        var shape = new long[dimensions];
        for (var index = shape.Length - 1; index >= 0; index--) shape[index] = unchecked((long)reader.Number<ulong>());
        var type = (GgufType)reader.Number<uint>();
        var offset = unchecked((long)reader.Number<ulong>());
        if (!Enum.IsDefined(type))
        {
            throw new InputException(new InputError($"The tensor {name} is stored as ggml type {(uint)type}, which is not read.")
            {
                File = _file.Path, Remedy = $"Use a file quantized as one of {string.Join(", ", Enum.GetNames<GgufType>())}.",
            });
        }

        return new GgufTensor(name, type, shape, offset);
    }

    /// <summary>Counts offsets from the start of the file, and checks that every tensor lies in it and over no other.</summary>
    private void Place(List<GgufTensor> found, GgufReader reader, long alignment)
    {
        var dataStart = (reader.Position + alignment - 1) / alignment * alignment;
        var end = dataStart;
        foreach (var tensor in found.OrderBy(tensor => tensor.Offset))
        {
            Int128 values = 1;
            foreach (var size in tensor.Shape) values = size < 0 || values > long.MaxValue ? -1 : values * size;
            var block = GgufBlocks.Values(tensor.Type);
            if (values < 0 || (tensor.Shape.Count > 0 ? tensor.Shape[^1] : 1) % block != 0)
                throw reader.Malformed($"The tensor {tensor.Name} has the impossible shape [{string.Join(", ", tensor.Shape)}].");
            var bytes = values / block * GgufBlocks.Bytes(tensor.Type);
            if (tensor.Offset < 0 || (Int128)dataStart + tensor.Offset + bytes > _file.Length)
                throw reader.Malformed($"The data of tensor {tensor.Name} lie outside the file.");
            if (dataStart + tensor.Offset < end) throw reader.Malformed($"The data of tensor {tensor.Name} overlap those before it.");
            end = dataStart + tensor.Offset + (long)bytes;
            if (!_tensors.TryAdd(tensor.Name, tensor with { Offset = dataStart + tensor.Offset }))
                throw reader.Malformed($"The tensor {tensor.Name} is duplicated in the header.");
        }
    }
}
