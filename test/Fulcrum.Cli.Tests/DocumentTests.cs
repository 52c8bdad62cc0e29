using System.Text.RegularExpressions;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>Holds the documents to the repository.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents() =>
    [
        .. new[] { "docs", "samples", "bench", "src", "test" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md"))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_or_image_within_the_repository_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryFiles.Root, document))!;
        var broken = Link().Matches(Code().Replace(File.ReadAllText(Path.Combine(RepositoryFiles.Root, document)), ""))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`(?!\])", RegexOptions.Singleline)]
    private static partial Regex Code();
}
