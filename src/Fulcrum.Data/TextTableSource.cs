using Fulcrum.Data.Columns;

namespace Fulcrum.Data;

/// <summary>Where texts to be answered are, and which columns hold what.</summary>
/// <param name="Path">A file or folder.</param>
public sealed record TextTableSource(string Path)
{
    /// <summary>The text column; <see langword="null"/>: as it was learned from, else guessed.</summary>
    public string? Text { get; init; }

    /// <summary>The column of true labels; <see langword="null"/>: not asked for.</summary>
    public string? Label { get; init; }

    /// <summary>The column that says which labeled rows belong together; <see langword="null"/>: the one by which they did when texts were learned from, if the file has it.</summary>
    public string? Group { get; init; }

    /// <summary>The columns whose texts were learned from; taken where the file has them and no other text column is named.</summary>
    public TextColumns? Learned { get; init; }
}
