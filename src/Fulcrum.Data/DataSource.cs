namespace Fulcrum.Data;

/// <summary>Where a data set is and how to read it.</summary>
public sealed record DataSource
{
    /// <summary>What the name of an npm package begins with where it stands for a path.</summary>
    public const string PackagePrefix = "npm:";

    /// <summary>A file, a folder, or <c>npm:package</c>; relative paths are relative to the task file, or to the current folder. Already split folders (<c>train.*</c>, <c>test.*</c>) are seen as such.</summary>
    public string? Path { get; init; }

    /// <summary>Given parts instead of <see cref="Path"/>.</summary>
    public string? Train { get; init; }

    /// <summary>The given dev part.</summary>
    public string? Dev { get; init; }

    /// <summary>The given test part.</summary>
    public string? Test { get; init; }

    /// <summary>Data from another time or place.</summary>
    public string? Shift { get; init; }

    /// <summary>The text column; <see langword="null"/>: guessed.</summary>
    public string? Text { get; init; }

    /// <summary>The label column; <see langword="null"/>: guessed.</summary>
    public string? Label { get; init; }

    /// <summary>What separates the labels of a row in one cell, of a multi-label task; <see langword="null"/>: guessed.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>The column whose values stay on one side of the split.</summary>
    public string? Group { get; init; }

    /// <summary>Whether a path names an npm package.</summary>
    public static bool IsPackage(string path) => path.StartsWith(PackagePrefix, StringComparison.Ordinal);
}
