namespace Fulcrum.Models.Architecture;

/// <summary>A parameter that a decoder asks for while it is built.</summary>
/// <param name="Name">Hugging Face's name.</param>
/// <param name="Shape">Its sizes, outermost dimension first.</param>
/// <param name="Constant">What a fresh one is filled with; null for normal values.</param>
/// <param name="Transposed">Whether checkpoints hold it with its two dimensions swapped.</param>
internal sealed record ParameterSpecification(string Name, long[] Shape, float? Constant = null, bool Transposed = false);
