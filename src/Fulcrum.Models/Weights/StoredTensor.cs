namespace Fulcrum.Models.Weights;

/// <summary>A tensor as its file stores it, for those who know what its bytes mean; valid until the source is disposed.</summary>
public sealed class StoredTensor
{
    private readonly SafetensorsFile _file;
    private readonly SafetensorsEntry _entry;

    internal StoredTensor(SafetensorsFile file, SafetensorsEntry entry) => (_file, _entry) = (file, entry);

    /// <summary>The type of its elements.</summary>
    public SafetensorsType Type => _entry.Type;

    /// <summary>Its sizes, outermost dimension first.</summary>
    public IReadOnlyList<long> Shape => _entry.Shape;

    /// <summary>Its elements in row-major order, little-endian.</summary>
    /// <exception cref="OverflowException">The tensor is larger than 2 GB.</exception>
    public ReadOnlySpan<byte> Bytes => _file.Bytes(_entry.Name);
}
