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

    /// <summary>
    /// Up to so many tokens the texts of a batch go side by side in one row. Beyond, attention between all pairs of tokens would
    /// cost more than padding and a pass of its own for the prefix.
    /// </summary>
    public int MostInOneRow { get; init; } = 768;

    private readonly Dictionary<int, long>? _positions = candidates?.Index().ToDictionary(item => item.Item, item => (long)item.Index);

    /// <inheritdoc/>
    public Tensor Sum(IReadOnlyList<TrainingSequence> batch)
    {
        using var scope = NewDisposeScope();
        var tree = new SharedPrefixBatch([.. batch.Select(sequence => sequence.Inputs.ToArray())]);
        var hidden = tree.Tree.Length <= MostInOneRow ? InOneRow(batch, tree) : InRows(batch);
        var logits = decoder.Logits(hidden, candidates is null ? null : tensor(candidates.Select(token => (long)token).ToArray(), device: hidden.device));
        var targets = batch.SelectMany(sequence => sequence.Targets.Select(target => sequence.Tokens[target])).Select(token => _positions?[token] ?? token);
        return nn.functional.cross_entropy(logits, tensor(targets.ToArray(), device: logits.device), reduction: nn.Reduction.Sum).MoveToOuterDisposeScope();
    }

    /// <summary>Final hidden states [N, H] of the tokens before the targets, sequence by sequence.</summary>
    private Tensor InOneRow(IReadOnlyList<TrainingSequence> batch, SharedPrefixBatch tree) => decoder.ForwardAt(
        tree.Ids(),
        tensor(batch.SelectMany((sequence, row) => sequence.Targets.Select(target => (long)tree.Place(row, target - 1))).ToArray(), device: CPU),
        new DecoderContext { Tree = tree.Tree });

    /// <summary>The same of a batch that is padded, behind what all begin with.</summary>
    private Tensor InRows(IReadOnlyList<TrainingSequence> batch)
    {
        var prefix = PrefixLength(batch);
        var padded = new PaddedBatch([.. batch.Select(sequence => sequence.Inputs[prefix..].ToArray())]);
        using var cache = prefix > 0 ? Read(batch[0].Tokens.AsSpan(0, prefix)) : null;
        return decoder.ForwardAt(
            padded.Ids(),
            tensor(batch.SelectMany((sequence, row) => sequence.Targets.Select(target => padded.Place(row, target - 1 - prefix))).ToArray(), device: CPU),
            new DecoderContext { Cache = cache, ReadOnly = true, Padding = padded.Padding });
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
        using var hidden = decoder.Forward(new PaddedBatch([prefix.ToArray()]).Ids(), new DecoderContext { Cache = cache });
        return cache;
    }
}
