using static TorchSharp.torch;

namespace Fulcrum.Tuning.Optimization;

/// <summary>
/// Adam with decoupled weight decay (arXiv:1711.05101) in the order of torch: decay, moments, bias corrections, epsilon
/// outside the square root. Decay applies to every parameter.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly Tensor[] parameters;
    private readonly AdamWOptions options;
    private readonly Tensor[] averages;
    private readonly Tensor[] squares;
    private readonly Tensor[] steps;

    /// <summary>An optimizer with fresh moments: two more copies of the parameters.</summary>
    /// <param name="parameters">Float32 leaves.</param>
    /// <param name="options">Its constants.</param>
    public AdamW(IReadOnlyList<Tensor> parameters, AdamWOptions options)
    {
        using var noGradient = no_grad();
        (this.parameters, this.options) = ([.. parameters], options);
        averages = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        squares = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        steps = [.. parameters.Select(parameter => zeros([], device: parameter.device).DetachFromDisposeScope())];
    }

    /// <summary>Moves the parameters along their gradients.</summary>
    /// <param name="gradients">One per parameter.</param>
    /// <param name="learningRate">Of this step.</param>
    public void Step(Tensor[] gradients, double learningRate)
    {
        using var noGradient = no_grad();
        FusedKernels.AdamW(
            parameters, gradients, averages, squares, steps,
            learningRate, options.Beta1, options.Beta2, options.WeightDecay, options.Epsilon);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in averages.Concat(squares).Concat(steps)) tensor.Dispose();
    }
}
