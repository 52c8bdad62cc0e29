namespace Fulcrum.Data;

/// <summary>What is said of a file or folder that is not there.</summary>
public static class MissingPath
{
    /// <summary>That it is missing, and what was probably meant.</summary>
    /// <param name="path">Where it was looked for.</param>
    /// <param name="name">The path as the user wrote it.</param>
    public static InputError Error(string path, string name) =>
        new($"There is no file or folder `{name}`.") { Remedy = Remedy(path) };

    /// <summary>What was probably meant: what lies there under a similar name, or the first folder of the path that is missing too.</summary>
    public static string Remedy(string path)
    {
        var full = Path.GetFullPath(path.Length == 0 ? "." : path);
        var folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder))
        {
            while (Path.GetDirectoryName(folder) is { } parent && !Directory.Exists(parent)) folder = parent;
            return $"The folder `{folder}` does not exist either.";
        }

        var nearest = NearestName.Find(
            Path.GetFileName(full), Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)));
        return nearest is null ? $"It was looked for in `{folder}`." : $"Did you mean `{nearest}`?";
    }
}
