using Fulcrum.Models.Encoders;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>
/// Cross entropy of an encoder's classification head. A sequence is a text's tokens and behind them, in place of a token, its
/// label's index: the only target.
/// </summary>
/// <param name="encoder">The model, with a classification head.</param>
public sealed class ClassificationLoss(Encoder encoder) : ITrainingLoss
{
    /// <inheritdoc/>
    public Tensor Sum(IReadOnlyList<TrainingSequence> batch)
    {
        using var scope = NewDisposeScope();
        var scores = encoder.Classify([.. batch.Select(sequence => sequence.Inputs.ToArray())]);
        var labels = tensor(batch.Select(sequence => (long)sequence.Tokens[^1]).ToArray(), device: scores.device);
        return nn.functional.cross_entropy(scores, labels, reduction: nn.Reduction.Sum).MoveToOuterDisposeScope();
    }
}
