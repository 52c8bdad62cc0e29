namespace Fulcrum.Data.Labels;

/// <summary>What a task says of its labels.</summary>
/// <param name="Declared">The labels in a fixed order that the task allows; empty: whatever the data has.</param>
/// <param name="Merge">
/// What becomes of labels that differ in their form alone (<see cref="LabelForm"/>): <see langword="true"/>: they are one,
/// <see langword="false"/>: they are several, <see langword="null"/>: they are an error.
/// </param>
public sealed record LabelRules(IReadOnlyList<string> Declared, bool? Merge = null)
{
    /// <summary>What stands between the labels of a row where nothing else is said.</summary>
    public const string UsualSeparator = ";";

    /// <summary>Whether a row may have any number of labels; otherwise it has exactly one.</summary>
    public bool Several { get; init; }

    /// <summary>What stands between the labels of a row in one cell, where it has several; <see langword="null"/>: what the data shows.</summary>
    public string? Separator { get; init; }

    /// <summary>Any labels, each in one form.</summary>
    public static LabelRules None { get; } = new([]);
}
