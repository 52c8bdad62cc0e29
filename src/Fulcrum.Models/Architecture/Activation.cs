namespace Fulcrum.Models.Architecture;

/// <summary>The non-linear function inside a feed-forward block.</summary>
public enum Activation
{
    /// <summary>x·σ(x) (arXiv:1702.03118).</summary>
    Silu,

    /// <summary>x·Φ(x) with the exact normal distribution (arXiv:1606.08415).</summary>
    Gelu,

    /// <summary>The approximation of <see cref="Gelu"/> by tanh; transformers calls it gelu_new and gelu_pytorch_tanh.</summary>
    GeluTanh,
}
