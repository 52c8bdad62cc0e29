namespace Fulcrum.Models.Tokenization;

/// <summary>A half-open range of text: UTF-16 units inside the pipeline, Unicode code points in <see cref="EncodedText"/>.</summary>
/// <param name="Start">First position.</param>
/// <param name="End">Position after the last.</param>
public readonly record struct TextRange(int Start, int End);
