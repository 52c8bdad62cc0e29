namespace Fulcrum.Samples;

/// <summary>One generated row.</summary>
/// <param name="Id">Unique within its data set; says nothing about the label.</param>
/// <param name="Text">A mail's full source, or a message.</param>
/// <param name="Labels">What it is: one label, or in a multi-label sample any number of them.</param>
/// <param name="Family">The hand-written scenario or sentence that it was made from.</param>
public sealed record SampleRow(string Id, string Text, IReadOnlyList<string> Labels, string Family)
{
    /// <summary>A row with one label.</summary>
    public SampleRow(string id, string text, string label, string family)
        : this(id, text, [label], family)
    {
    }
}
