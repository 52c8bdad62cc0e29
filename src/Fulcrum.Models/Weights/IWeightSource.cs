using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>Named tensors in a file or several, under Hugging Face's names, read as float32.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>All tensors, in the order of the file.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>
    /// Whether all linear layers are [out, in], as llama.cpp has them; else those are [in, out] that a model's own Hugging
    /// Face checkpoints hold so (GPT-2).
    /// </summary>
    bool IsOutputFirst => false;

    /// <summary>Bytes of the files that were opened.</summary>
    long FileBytes { get; }

    /// <summary>The shape of a tensor, outermost dimension first.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    IReadOnlyList<long> Shape(string name);

    /// <summary>
    /// A tensor as its file stores it; null where there is none of this name, or the format packs tensors in a way of its own (GGUF).
    /// </summary>
    StoredTensor? Stored(string name);

    /// <summary>
    /// Reads whole rows (a row is one index of the first dimension) into <paramref name="destination"/>, converting or
    /// dequantizing. Several threads may read at a time.
    /// </summary>
    /// <param name="name">The tensor's name, one of <see cref="Names"/>.</param>
    /// <param name="firstRow">The first row to read.</param>
    /// <param name="destination">Its length says how many rows: a multiple of the row's length.</param>
    /// <exception cref="InputException">The tensor's values are of a type that is not floating point.</exception>
    void ReadRows(string name, long firstRow, Span<float> destination);
}
