using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.Diffs;

/// <summary>A test row that a rung answered right in one of two runs alone.</summary>
/// <param name="Id">The row.</param>
/// <param name="Text">Its text.</param>
/// <param name="Label">What is true of it.</param>
/// <param name="Before">What the rung said in the first run; <see langword="null"/> where that could not be read.</param>
/// <param name="After">The same in the second.</param>
public sealed record ChangedRow(string Id, string Text, LabelSet Label, LabelSet? Before, LabelSet? After);
