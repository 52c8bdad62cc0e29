namespace Fulcrum.Models.Tokenization;

/// <summary>A half-open range of text: UTF-16 units inside the pipeline, Unicode code points in <see cref="EncodedText"/>.</summary>
/// <param name="Start">The position of the first character.</param>
/// <param name="End">The position after the last character.</param>
public readonly record struct TextRange(int Start, int End);
