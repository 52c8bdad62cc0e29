using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>Holds the project files to the table of docs/architecture.md.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = ReadTable();

    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateDirectories(Path.Combine(RepositoryFiles.Root, "src")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        Assert.True(AllowedReferences.ContainsKey(project), $"{project} has no row in docs/architecture.md");
        // A row that allows all allows those that have rows, itself not.
        var allowed = AllowedReferences[project] is ["all"] ? AllowedReferences.Keys.Where(other => other != project) : AllowedReferences[project];
        Assert.Empty(References(project, "ProjectReference").Except(allowed));
    }

    [Fact]
    public void The_executable_alone_may_reference_all() =>
        Assert.Equal(["Fulcrum.Cli"], AllowedReferences.Where(row => row.Value is ["all"]).Select(row => row.Key));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_two_folders_of_a_project_need_each_other(string project) =>
        Assert.Empty(FolderGraph.Read(Path.Combine(RepositoryFiles.Root, "src", project)).Circles());

    public static TheoryData<string> ProjectsWithoutTorch() => [.. Projects().Select(row => row.Data).Except(["Fulcrum.Models", "Fulcrum.Tuning"])];

    [Theory]
    [MemberData(nameof(ProjectsWithoutTorch))]
    public void Only_models_and_tuning_know_TorchSharp(string project)
    {
        Assert.DoesNotContain(References(project, "PackageReference"), p => p.Contains("torch", StringComparison.OrdinalIgnoreCase));
        var mentions = Directory
            .EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src", project), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && TorchSharp().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file));
        Assert.Empty(mentions);
    }

    /// <summary>A tensor that is made without a device is on the CPU, where it meets those of a model on a GPU: that shows only there.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_tensor_is_made_on_a_device_that_is_named(string project)
    {
        var forgotten =
            from file in Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            from call in TensorCalls.WithoutDevice(File.ReadAllText(file))
            select $"{Path.GetRelativePath(RepositoryFiles.Root, file)}: {call}";
        Assert.Empty(forgotten);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Tests_mirror_the_sources(string project) =>
        Assert.True(Directory.Exists(Path.Combine(RepositoryFiles.Root, "test", project + ".Tests")));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(RepositoryFiles.Root, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static Dictionary<string, string[]> ReadTable() =>
        File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "architecture.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .ToDictionary(
                row => row.Groups["project"].Value,
                row => row.Groups["references"].Value.Split(", ") switch
                {
                    ["–"] => [],
                    ["all"] => ["all"],
                    var names => names.Select(name => "Fulcrum." + name).ToArray(),
                });

    [GeneratedRegex(@"\bTorchSharp\b")]
    private static partial Regex TorchSharp();

    [GeneratedRegex(@"^\| `(?<project>Fulcrum\.\w+)` \|.*\| (?<references>[^|]+) \|$")]
    private static partial Regex Row();
}
