using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Batching;

/// <summary>Sequences of token ids laid out as a <see cref="RowTree"/>: what all begin with is there once.</summary>
/// <param name="sequences">Token ids; none empty.</param>
public sealed class TreeBatch(IReadOnlyList<int[]> sequences)
{
    private int[]? starts;

    /// <summary>How the texts lie in the row.</summary>
    public RowTree Tree { get; } = Layout(sequences);

    /// <summary>[1, N] int64.</summary>
    public Tensor Ids() => tensor(
        sequences[0].Take(Tree.Shared).Concat(sequences.SelectMany(sequence => sequence.Skip(Tree.Shared))).Select(id => (long)id).ToArray()).unsqueeze(0);

    /// <summary>Where token <paramref name="index"/> of a sequence stands in the row.</summary>
    public int Place(int sequence, int index)
    {
        if (index < Tree.Shared) return index;
        starts ??= Starts();
        return starts[sequence] + index - Tree.Shared;
    }

    private int[] Starts()
    {
        var places = new int[Tree.Lengths.Count];
        var place = Tree.Shared;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = place;
            place += Tree.Lengths[i];
        }

        return places;
    }

    private static RowTree Layout(IReadOnlyList<int[]> sequences)
    {
        var shared = SharedPrefix.Length(sequences);
        return new RowTree(shared, [.. sequences.Select(sequence => sequence.Length - shared)]);
    }
}
