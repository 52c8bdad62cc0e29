using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>A model and what it is to learn: what a <see cref="Trainer{T}"/> makes smaller.</summary>
/// <typeparam name="T">What it learns from.</typeparam>
public interface ITrainingLoss<in T>
    where T : ITrainingExample
{
    /// <summary>How many targets a batch has: the mean loss is taken over all of them.</summary>
    int Targets(IReadOnlyList<T> batch);

    /// <summary>The sum over all targets of the batch (nats), with gradients.</summary>
    Tensor Sum(IReadOnlyList<T> batch);
}
