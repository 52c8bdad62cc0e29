namespace Fulcrum.Models.Quantization;

/// <summary>Reads whole rows of a matrix from <paramref name="first"/> on, as many as the destination holds.</summary>
internal delegate void RowReader(long first, Span<float> destination);
