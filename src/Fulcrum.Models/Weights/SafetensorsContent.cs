namespace Fulcrum.Models.Weights;

/// <summary>One tensor to write.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Outermost dimension first; empty for a scalar.</param>
/// <param name="WriteData">Writes the elements, row by row, little-endian.</param>
internal sealed record SafetensorsContent(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Stream> WriteData);
