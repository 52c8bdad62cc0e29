namespace Fulcrum.Bench;

/// <summary>Where this bench was built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Fulcrum.slnx</c>.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Fulcrum.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Fulcrum.slnx not found above " + AppContext.BaseDirectory);
    }
}
