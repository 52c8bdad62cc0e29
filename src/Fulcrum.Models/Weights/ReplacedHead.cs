using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Fulcrum.Models.Weights;

/// <summary>Weights with another classification head than their own, or with one where they have none.</summary>
/// <param name="source">The other weights.</param>
/// <param name="head"><c>score.weight</c>, [classes, H] float32 on the CPU.</param>
internal sealed class ReplacedHead(IWeightSource source, Tensor head) : IWeightSource
{
    private const string Name = "score.weight";

    public IReadOnlyCollection<string> Names { get; } = new HashSet<string>([.. source.Names, Name], StringComparer.Ordinal);

    public bool IsOutputFirst => source.IsOutputFirst;

    public long FileBytes => source.FileBytes;

    public IReadOnlyList<long> Shape(string name) => name == Name ? head.shape : source.Shape(name);

    public StoredTensor? Stored(string name) => name == Name ? null : source.Stored(name);

    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        if (name != Name)
        {
            source.ReadRows(name, firstRow, destination);
            return;
        }

        using var rows = head.narrow(0, firstRow, destination.Length / head.shape[1]).contiguous();
        MemoryMarshal.Cast<byte, float>(rows.bytes).CopyTo(destination);
    }

    public void Dispose() => source.Dispose();
}
