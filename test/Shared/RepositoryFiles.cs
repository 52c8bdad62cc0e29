namespace Fulcrum.Tests;

/// <summary>Finds files of the repository from wherever the test runs.</summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> Users = [];

    /// <summary>The folder that holds Fulcrum.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A committed fixture, e.g. <c>Fixture("llama/config.json")</c>.</summary>
    public static string Fixture(string relative) => Path.Combine(Root, "test", "fixtures", relative);

    /// <summary>
    /// A file or folder of the development data beside the repository: third parties' texts and real models. Skips the test where
    /// that is absent. Only a test can be skipped, so a fixture asks for it lazily.
    /// </summary>
    /// <remarks>
    /// <c>FULCRUM_SHARED</c> names another folder, or <c>none</c>: then the data is hidden. Every test class that asks is appended to
    /// the file that <c>FULCRUM_SHARED_USERS</c> names.
    /// </remarks>
    public static string Shared(string relative)
    {
        if (TestContext.Current.Test is null)
            throw new InvalidOperationException($"Ask for ../shared/{relative} in a test: a fixture's constructor and the data of a theory cannot be skipped.");
        if (Environment.GetEnvironmentVariable("FULCRUM_SHARED_USERS") is { Length: > 0 } users) Record(users, TestContext.Current.TestClass!.TestClassName);
        var path = SharedRoot is { } root ? Path.Combine(root, relative) : null;
        if (!Path.Exists(path)) Assert.Skip($"needs ../shared/{relative}, which only a development machine has");
        return path;
    }

    private static string? SharedRoot => Environment.GetEnvironmentVariable("FULCRUM_SHARED") switch
    {
        null or "" => Path.Combine(Root, "..", "shared"),
        "none" => null,
        var folder => folder,
    };

    /// <summary>Appends a line; tests of a process run side by side.</summary>
    private static void Record(string file, string line)
    {
        lock (Users)
            if (Users.Add(line)) File.AppendAllText(file, line + "\n");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Fulcrum.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Fulcrum.slnx not found above " + AppContext.BaseDirectory);
    }
}
