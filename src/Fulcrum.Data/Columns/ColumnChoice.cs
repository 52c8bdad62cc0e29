namespace Fulcrum.Data.Columns;

/// <summary>Which column is what.</summary>
internal sealed record ColumnChoice(string Text, string Label)
{
    /// <summary>What stands before the text and belongs to it, or <see langword="null"/>.</summary>
    public string? Lead { get; init; }

    /// <summary>The row ids, or <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>What stays on one side of the split, or <see langword="null"/>.</summary>
    public string? Group { get; init; }

    public bool Uses(string column) => column == Text || column == Label || column == Lead || column == Id || column == Group;
}
