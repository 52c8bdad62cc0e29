using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Batching;

/// <summary>Sequences of token ids laid out as a <see cref="SharedPrefixLayout"/>: what all begin with is there once.</summary>
public sealed class SharedPrefixBatch
{
    private readonly IReadOnlyList<int[]> _sequences;
    private readonly int[] _starts;

    /// <summary>Lays sequences out.</summary>
    /// <param name="sequences">Token ids; none empty.</param>
    public SharedPrefixBatch(IReadOnlyList<int[]> sequences)
    {
        _sequences = sequences;
        var shared = SharedPrefix.Length(sequences);
        Tree = new SharedPrefixLayout(shared, [.. sequences.Select(sequence => sequence.Length - shared)]);
        _starts = Tree.Starts();
    }

    /// <summary>How the texts lie in the row.</summary>
    public SharedPrefixLayout Tree { get; }

    /// <summary>[1, N] int64, on the CPU: a network takes them to where it is.</summary>
    public Tensor Ids() => tensor(
        _sequences[0].Take(Tree.Shared).Concat(_sequences.SelectMany(sequence => sequence.Skip(Tree.Shared))).Select(id => (long)id).ToArray(), device: CPU).unsqueeze(0);

    /// <summary>Where token <paramref name="index"/> of a sequence stands in the row.</summary>
    public int Place(int sequence, int index) => index < Tree.Shared ? index : _starts[sequence] + index - Tree.Shared;
}
