namespace Fulcrum.Data.Labels;

/// <summary>What a task says of its labels.</summary>
/// <param name="Declared">The labels in a fixed order that the task allows; empty: whatever the data has.</param>
/// <param name="Merge">
/// What becomes of labels that differ in their form alone (<see cref="LabelForm"/>): <see langword="true"/>: they are one,
/// <see langword="false"/>: they are several, <see langword="null"/>: they are an error.
/// </param>
public sealed record LabelRules(IReadOnlyList<string> Declared, bool? Merge = null)
{
    /// <summary>Any labels, each in one form.</summary>
    public static LabelRules None { get; } = new([]);
}
