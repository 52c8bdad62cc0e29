namespace Fulcrum.Tests;

/// <summary>Finds files of the repository from wherever the test runs.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds Fulcrum.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A committed fixture, e.g. <c>Fixture("llama/config.json")</c>.</summary>
    public static string Fixture(string relative) => Path.Combine(Root, "test", "fixtures", relative);

    /// <summary>A file or folder of the development data beside the repository; skips the test where that is absent.</summary>
    public static string Shared(string relative)
    {
        var path = Path.Combine(SharedRoot, relative);
        if (!Path.Exists(path)) Assert.Skip($"needs ../shared/{relative}, which only a development machine has");
        return path;
    }

    private static string SharedRoot =>
        Environment.GetEnvironmentVariable("FULCRUM_SHARED") ?? Path.Combine(Root, "..", "shared");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Fulcrum.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Fulcrum.slnx not found above " + AppContext.BaseDirectory);
    }
}
