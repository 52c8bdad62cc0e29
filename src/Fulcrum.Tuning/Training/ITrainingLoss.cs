using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>A model and what it is to learn: what a <see cref="Trainer"/> makes smaller.</summary>
public interface ITrainingLoss
{
    /// <summary>The sum over all targets of the batch (nats), with gradients.</summary>
    Tensor Sum(IReadOnlyList<TrainingSequence> batch);
}
