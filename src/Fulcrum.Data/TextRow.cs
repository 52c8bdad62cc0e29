using Fulcrum.Data.Labels;

namespace Fulcrum.Data;

/// <summary>One row of a <see cref="TextTable"/>.</summary>
/// <param name="Name">How errors call it: its line, or its number where the format has no lines; the name of a mail or text file.</param>
/// <param name="Text">The text as a rung reads it; empty where the row has none.</param>
/// <param name="Cells">The cells in the order of <see cref="TextTable.Columns"/>; <see langword="null"/> where the row has none.</param>
public sealed record TextRow(string Name, string Text, IReadOnlyList<string?> Cells)
{
    /// <summary>The file that it stands in, as the user would name it.</summary>
    public required string File { get; init; }

    /// <summary>The row as a JSON object, where it was one.</summary>
    public string? Json { get; init; }

    /// <summary>Its label or labels, where a label column was named; <see langword="null"/> where the row has none.</summary>
    public LabelSet? Labels { get; init; }

    /// <summary>The group of rows that it belongs to; <see langword="null"/>: none.</summary>
    public string? Group { get; init; }
}
