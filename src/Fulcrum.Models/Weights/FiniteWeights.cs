using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Fulcrum.Models.Weights;

/// <summary>Looks at the numbers as they are read, while they are in the processor's cache, and remembers which tensors hold NaN or infinity.</summary>
internal sealed class FiniteWeights(IWeightSource source) : IWeightSource
{
    private const int Named = 10;

    private readonly ConcurrentDictionary<string, bool> _damaged = [];

    /// <summary>What the user should know of the weights read so far.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            var names = source.Names.Where(_damaged.ContainsKey).ToArray();
            if (names.Length == 0) return [];
            var rest = names.Length > Named ? $" and {names.Length - Named} more" : "";
            return [$"The weights hold NaN or infinite numbers, so the model's answers mean nothing: {string.Join(", ", names.Take(Named))}{rest}."];
        }
    }

    public IReadOnlyCollection<string> Names => source.Names;

    public bool IsOutputFirst => source.IsOutputFirst;

    public long FileBytes => source.FileBytes;

    public IReadOnlyList<long> Shape(string name) => source.Shape(name);

    public StoredTensor? Stored(string name) => source.Stored(name);

    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        source.ReadRows(name, firstRow, destination);
        if (!TensorPrimitives.IsFiniteAll<float>(destination)) _damaged[name] = true;
    }

    public void Dispose() => source.Dispose();
}
