using System.Runtime.InteropServices;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>Cross entropy at the target positions of a batch. What all rows begin with is computed once; only the rows that are read reach the head.</summary>
/// <param name="decoder">The model.</param>
/// <param name="candidates">The tokens that compete; the whole vocabulary when null. Targets must be among them.</param>
internal sealed class SequenceLoss(Decoder decoder, IReadOnlyList<int>? candidates = null) : ITrainingLoss
{
    /// <summary>Prefixes that save fewer tokens than this are not worth a pass of their own.</summary>
    private const int SmallestSaving = 64;

    private readonly Dictionary<int, long>? positions = candidates?.Index().ToDictionary(item => item.Item, item => (long)item.Index);

    /// <inheritdoc/>
    public Tensor Sum(IReadOnlyList<TrainingSequence> batch)
    {
        using var scope = NewDisposeScope();
        var prefix = PrefixLength(batch);
        var width = batch.Max(sequence => sequence.Inputs.Length) - prefix;
        var ids = new long[batch.Count * width];
        var (read, targets) = (new List<long>(), new List<long>());
        foreach (var (row, sequence) in batch.Index())
        {
            var inputs = sequence.Inputs[prefix..];
            for (var column = 0; column < inputs.Length; column++) ids[row * width + column] = inputs[column];
            foreach (var target in sequence.Targets)
            {
                read.Add(row * width + target - 1 - prefix);
                targets.Add(positions?[sequence.Tokens[target]] ?? sequence.Tokens[target]);
            }
        }

        using var cache = prefix > 0 ? Read(batch[0].Tokens.AsSpan(0, prefix)) : null;
        var padding = new RowPadding([.. batch.Select(sequence => sequence.Inputs.Length - prefix)]);
        var hidden = decoder.ForwardAt(
            tensor(ids, batch.Count, width),
            tensor(CollectionsMarshal.AsSpan(read).ToArray()),
            new DecoderContext { Cache = cache, ReadOnly = true, Padding = padding });
        var logits = decoder.Logits(hidden, candidates is null ? null : tensor(candidates.Select(token => (long)token).ToArray()));
        return nn.functional.cross_entropy(logits, tensor(CollectionsMarshal.AsSpan(targets).ToArray()), reduction: nn.Reduction.Sum)
            .MoveToOuterDisposeScope();
    }

    private static int PrefixLength(IReadOnlyList<TrainingSequence> batch)
    {
        // The token before a target is read, so it cannot be part of the prefix.
        var length = Math.Min(
            SharedPrefix.Length([.. batch.Select(sequence => sequence.Tokens)]), batch.Min(sequence => sequence.Targets[0]) - 1);
        return length * (batch.Count - 1) < SmallestSaving ? 0 : length;
    }

    private KeyValueCache Read(ReadOnlySpan<int> prefix)
    {
        var cache = new KeyValueCache();
        var ids = new long[prefix.Length];
        for (var column = 0; column < ids.Length; column++) ids[column] = prefix[column];
        using var hidden = decoder.Forward(tensor(ids, 1, ids.Length), new DecoderContext { Cache = cache });
        return cache;
    }
}
