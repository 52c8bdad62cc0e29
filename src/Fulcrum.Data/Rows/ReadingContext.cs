namespace Fulcrum.Data.Rows;

/// <summary>What the readers of one data set share: what was asked for, and what they found out.</summary>
internal sealed class ReadingContext(DataSource source, string baseFolder, IProgress<string>? progress)
{
    public DataSource Source { get; } = source;

    /// <summary>Whether rows are to have labels, which formats without columns give by a header or a folder.</summary>
    public bool NeedsLabels { get; init; } = true;

    /// <summary>Whether rows are to keep what they were in a format that knows more than texts.</summary>
    public bool KeepsJson { get; init; }

    /// <summary>How the user names the column of a role, for remedies.</summary>
    public string Naming(string role) => NeedsLabels ? $"data: {role}: ..." : role switch { "text" => "--column", "group" => "--group", _ => "--labels" };

    /// <summary>What becomes <see cref="Dataset.Notes"/>.</summary>
    public ReadingNotes Notes { get; } = new();

    public InputErrorList Errors { get; } = new();

    /// <summary>The cells that hold more than one value.</summary>
    public StructuredCells Structures { get; } = new();

    /// <summary>What the cells are in formats that know.</summary>
    public CellKinds Kinds { get; } = new();

    /// <summary>The full path of what the user named.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetFullPath(baseFolder));

    /// <summary>The path as the user would write it: relative to the task where it lies below it.</summary>
    public string NameOf(string path)
    {
        var relative = Path.GetRelativePath(baseFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    public void Report(string message) => progress?.Report(message);
}
