namespace Fulcrum.Data.Columns;

/// <summary>Which columns make the text of a row, and by which rows belong together.</summary>
/// <param name="Text">The text.</param>
public sealed record TextColumns(string Text)
{
    /// <summary>What stands before the text and belongs to it, such as the subject of a body; <see langword="null"/>: nothing does.</summary>
    public string? Lead { get; init; }

    /// <summary>What rows have in common that belong together, such as a thread; <see langword="null"/>: each stands for itself.</summary>
    public string? Group { get; init; }
}
