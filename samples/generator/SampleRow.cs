namespace Fulcrum.Samples;

/// <summary>One generated row.</summary>
/// <param name="Id">Unique within its data set; says nothing about the label.</param>
/// <param name="Text">A mail's full source, or a message.</param>
/// <param name="Label">What it is.</param>
/// <param name="Family">The hand-written scenario or sentence that it was made from.</param>
public sealed record SampleRow(string Id, string Text, string Label, string Family);
