namespace Fulcrum.Models.Architecture;

/// <summary>How a decoder normalizes its hidden states.</summary>
public enum NormKind
{
    /// <summary>Root mean square, scaled by the weight (arXiv:1910.07467).</summary>
    RootMeanSquare,

    /// <summary>Root mean square, scaled by one plus the weight, as Gemma does.</summary>
    RootMeanSquarePlusOne,

    /// <summary>Mean and variance, with weight and bias (arXiv:1607.06450).</summary>
    Layer,
}
