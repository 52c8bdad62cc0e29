namespace Fulcrum.Data.Rows;

/// <summary>One row as it stands in the source, before columns are chosen and texts are cleaned.</summary>
/// <param name="File">The file, as the user would name it.</param>
/// <param name="Line">1-based line; for formats without lines the 1-based row or mail.</param>
/// <param name="Fields">Columns or mail headers. Absent cells have no entry.</param>
internal sealed record SourceRow(string File, long Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The id, where the format itself gives one.</summary>
    public string? Id { get; init; }

    /// <summary>The text, where the format itself says what it is (mail, text files); otherwise a column holds it.</summary>
    public string? Text { get; init; }

    /// <summary>The label, where the format itself says what it is (folder or file name, header); otherwise a column holds it.</summary>
    public string? Label { get; init; }

    /// <summary>Whether <see cref="Label"/> is the value of a header, which may hold several labels, and not a name of a folder or file.</summary>
    public bool IsLabelCell { get; init; }

    /// <summary>The row as a JSON object, where it was one and <see cref="ReadingContext.KeepsJson"/> asks for it.</summary>
    public string? Json { get; init; }

    /// <summary>The id of a row that has none of its own.</summary>
    public static string NumberedId(string file, long line) =>
        string.Create(Invariant, $"{FileName.Stem(file)}-{line}");

    /// <summary>A short name of the input that the row came with, different for every input of a data set.</summary>
    public string Input { get; set; } = "";

    /// <summary>The part, where the source is already split.</summary>
    public DatasetPart? Part { get; set; }
}
