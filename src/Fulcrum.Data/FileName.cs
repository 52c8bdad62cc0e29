namespace Fulcrum.Data;

/// <summary>Names of data files, which may end in a further <c>.gz</c>.</summary>
internal static class FileName
{
    /// <summary>The path without <c>.gz</c>.</summary>
    public static string WithoutGz(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    /// <summary>The name without its folder and extension: <c>mails</c> of <c>data/mails.csv.gz</c>.</summary>
    public static string Stem(string path) => Path.GetFileNameWithoutExtension(WithoutGz(path));

    /// <summary>Whether the name ends in one of the extensions (with dot), ignoring case and a further <c>.gz</c>.</summary>
    public static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
            if (WithoutGz(path).EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
