using Fulcrum.Tuning.Optimization;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>Gradients of one step, gathered over its micro-batches, clipped and applied.</summary>
internal sealed class TrainingStep<T> : IDisposable
    where T : ITrainingExample
{
    private readonly Tensor[] _parameters;
    private readonly double? _clipNorm;
    private readonly ITrainingLoss<T> _loss;
    private readonly AdamW _optimizer;

    public TrainingStep(ITrainingLoss<T> loss, IReadOnlyList<Tensor> parameters, AdamWOptions optimizer, double? clipNorm)
    {
        (_loss, _parameters, _clipNorm) = (loss, [.. parameters], clipNorm);
        _optimizer = new AdamW(parameters, optimizer);
    }

    /// <summary>Takes one optimizer step on the gradients of some micro-batches.</summary>
    /// <param name="microBatches">Together the batch: the loss is the mean over all their targets, however they are cut.</param>
    /// <param name="learningRate">The learning rate of this step, the schedule applied.</param>
    /// <returns>The loss before the step (nats per target), and the norm of the gradients before clipping.</returns>
    public (double Loss, double GradientNorm) Run(IEnumerable<IReadOnlyList<T>> microBatches, double learningRate)
    {
        using var scope = NewDisposeScope();
        var batches = microBatches.ToList();
        var targets = batches.Sum(_loss.Targets);
        var total = 0.0;
        foreach (var batch in batches)
        {
            using var microScope = NewDisposeScope();
            var mean = _loss.Sum(batch) / targets;
            mean.backward();
            total += mean.item<float>();
        }

        Tensor[] gradients = [.. _parameters.Select(parameter => parameter.grad ?? zeros_like(parameter))];
        var norm = FusedKernels.Norm(gradients);
        if (_clipNorm is { } limit && norm > limit) FusedKernels.Scale(gradients, limit / (norm + 1e-6));
        _optimizer.Step(gradients, learningRate);
        foreach (var parameter in _parameters) parameter.grad = null;
        return (total, norm);
    }

    public void Dispose() => _optimizer.Dispose();
}
