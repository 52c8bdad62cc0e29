using System.Text.RegularExpressions;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>A model that rungs are to use.</summary>
/// <param name="Path">Its folder or <c>.gguf</c> file on this machine.</param>
/// <param name="Origin">Where it was fetched from, e.g. <c>hf:org/name@commit</c> or <c>hf:org/name@commit:file</c>; null for a path that the user gave.</param>
public sealed partial record ModelReference(string Path, string? Origin = null)
{
    /// <summary>A short name for tables: of the file, the folder, or the repository that it was fetched from, also by its place in the cache.</summary>
    public string Name
    {
        get
        {
            // The folder of a fetched model is called after its commit.
            var named = Origin?.Split('@') is [var repository, var commit] && !commit.Contains(':', StringComparison.Ordinal)
                ? repository["hf:".Length..]
                : Path;
            var name = CacheFolder().Match(named) is { Success: true } cached
                ? cached.Groups["name"].Value
                : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(named));
            return name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^".gguf".Length] : name;
        }
    }

    [GeneratedRegex(@"[/\\]models--(?:[^/\\]+--)?(?<name>[^/\\]+?)[/\\]snapshots[/\\][^/\\]+[/\\]?$")]
    private static partial Regex CacheFolder();
}
