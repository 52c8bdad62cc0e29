using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Adapters;

/// <summary>y = x·Wᵀ + b + s·dropout(x)·Aᵀ·Bᵀ on one linear layer.</summary>
internal sealed class LoraAdapter(Tensor a, Tensor b, double scale, double dropout, Generator? generator) : ILinearAdapter, IDisposable
{
    /// <summary>The factor that takes the layer's input, [rank, in].</summary>
    public Tensor A { get; } = a;

    /// <summary>The factor that gives the layer's output, [out, rank]; zero in a new adapter.</summary>
    public Tensor B { get; } = b;

    /// <summary>A fresh adapter that changes nothing yet: A uniform within ±1/√in (Kaiming with a = √5), B zero.</summary>
    /// <param name="linear">The layer, on whose device the adapter is.</param>
    /// <param name="options">Rank, scale and dropout.</param>
    /// <param name="generator">Fills A; one of the CPU, so that A is the same on every device.</param>
    /// <param name="dropping">Drops inputs; null for the device's own generator.</param>
    public static LoraAdapter Create(Linear linear, LoraOptions options, Generator generator, Generator? dropping)
    {
        using var noGradient = no_grad();
        var bound = 1 / Math.Sqrt(linear.InputSize);
        var device = linear.Device;
        var a = empty(options.Rank, linear.InputSize, device: CPU).uniform_(-bound, bound, generator).to(device).DetachFromDisposeScope();
        return new LoraAdapter(a, zeros(linear.OutputSize, options.Rank, device: device).DetachFromDisposeScope(), options.Scale, options.Dropout, dropping);
    }

    public Tensor Apply(Tensor input, Linear linear)
    {
        using var scope = NewDisposeScope();
        var rows = input.flatten(0, -2);
        var low = nn.functional.linear(Dropped(rows), A);
        return linear.Product(rows).addmm_(low, B.t(), 1, (float)scale).view([.. input.shape[..^1], linear.OutputSize]).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the update to the layer's weight.</summary>
    public void MergeInto(Linear linear)
    {
        using var noGradient = no_grad();
        linear.Weight.addmm_(B, A, 1, (float)scale);
    }

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }

    private Tensor Dropped(Tensor input)
    {
        if (dropout == 0 || !is_grad_enabled()) return input;
        return input * empty(input.shape, device: input.device).bernoulli_(1 - dropout, generator).div_(1 - dropout);
    }
}
