using static TorchSharp.torch;

namespace Fulcrum.Tuning.Optimization;

/// <summary>
/// Adam with decoupled weight decay (arXiv:1711.05101) in the order of torch: decay, moments, bias corrections, epsilon
/// outside the square root. Decay applies to every parameter.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly Tensor[] _parameters;
    private readonly AdamWOptions _options;
    private readonly Tensor[] _averages;
    private readonly Tensor[] _squares;
    private readonly Tensor[] _steps;

    /// <summary>An optimizer with fresh moments: two more copies of the parameters.</summary>
    /// <param name="parameters">Float32 leaves.</param>
    /// <param name="options">Its constants.</param>
    /// <exception cref="ArgumentException">A parameter is not float32: the steps of training would be lost in its rounding.</exception>
    public AdamW(IReadOnlyList<Tensor> parameters, AdamWOptions options)
    {
        if (parameters.Any(parameter => parameter.dtype != ScalarType.Float32))
            throw new ArgumentException("Only float32 weights can be trained. Load the model to be trained.", nameof(parameters));
        using var noGradient = no_grad();
        (_parameters, _options) = ([.. parameters], options);
        _averages = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        _squares = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        _steps = [.. parameters.Select(parameter => zeros([], device: parameter.device).DetachFromDisposeScope())];
    }

    /// <summary>Moves the parameters along their gradients.</summary>
    /// <param name="gradients">The gradient of each parameter, in their order and of their shapes.</param>
    /// <param name="learningRate">The learning rate of this step, the schedule applied.</param>
    public void Step(Tensor[] gradients, double learningRate)
    {
        using var noGradient = no_grad();
        FusedKernels.AdamW(
            _parameters, gradients, _averages, _squares, _steps,
            learningRate, _options.Beta1, _options.Beta2, _options.WeightDecay, _options.Epsilon);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _averages.Concat(_squares).Concat(_steps)) tensor.Dispose();
    }
}
