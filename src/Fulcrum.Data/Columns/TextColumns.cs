namespace Fulcrum.Data.Columns;

/// <summary>Which columns make the text of a row.</summary>
/// <param name="Text">The text.</param>
public sealed record TextColumns(string Text)
{
    /// <summary>What stands before the text and belongs to it, such as the subject of a body; <see langword="null"/>: nothing does.</summary>
    public string? Lead { get; init; }
}
