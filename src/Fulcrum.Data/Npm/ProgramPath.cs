namespace Fulcrum.Data.Npm;

/// <summary>Finds programs of other makers.</summary>
internal static class ProgramPath
{
    /// <summary>
    /// The full path of a program in a folder that <paramref name="searchPath"/> (the variable <c>PATH</c>) names; <see langword="null"/> where it is
    /// in none. .NET by itself would first look in the current folder, where a downloaded data set may have brought one.
    /// </summary>
    public static string? Find(string program, string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
