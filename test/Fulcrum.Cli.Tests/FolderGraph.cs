using System.Text.RegularExpressions;

namespace Fulcrum.Cli.Tests;

/// <summary>Which folders of a project use which, by <c>namespace</c> and <c>using</c>. A folder and those inside it count as two.</summary>
internal sealed partial class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = [];

    /// <summary>Reads the sources of a project.</summary>
    public static FolderGraph Read(string project)
    {
        var sources = Directory.EnumerateFiles(project, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => (Folder: Path.GetRelativePath(project, Path.GetDirectoryName(file)!), Text: File.ReadAllText(file)))
            .ToArray();
        return new FolderGraph(sources);
    }

    internal FolderGraph(IReadOnlyList<(string Folder, string Text)> sources)
    {
        var folders = new Dictionary<string, string>();
        foreach (var (folder, text) in sources)
            if (Namespace().Match(text) is { Success: true } found) folders.TryAdd(found.Groups[1].Value, folder);
        foreach (var (folder, text) in sources)
        {
            foreach (Match found in Using().Matches(text))
            {
                // Of a nested type or class, the namespace around it.
                var name = found.Groups[1].Value;
                while (name.Length > 0 && !folders.ContainsKey(name)) name = name[..Math.Max(0, name.LastIndexOf('.'))];
                if (name.Length > 0 && folders[name] != folder) Of(folder).Add(folders[name]);
            }
        }
    }

    /// <summary>The pairs that need each other, directly or through others.</summary>
    public IReadOnlyList<string> Circles()
    {
        var reach = _uses.Keys.ToDictionary(folder => folder, Reach);
        return
        [
            .. from one in reach.Keys
               from other in reach[one]
               where string.CompareOrdinal(one, other) < 0 && reach.GetValueOrDefault(other)?.Contains(one) == true
               orderby one, other
               select $"{one} <-> {other}",
        ];
    }

    private HashSet<string> Of(string folder) => _uses.TryGetValue(folder, out var known) ? known : _uses[folder] = [];

    private HashSet<string> Reach(string folder)
    {
        var (reached, open) = (new HashSet<string>(), new Stack<string>([folder]));
        while (open.TryPop(out var next))
        {
            foreach (var used in _uses.GetValueOrDefault(next) ?? [])
                if (reached.Add(used)) open.Push(used);
        }

        return reached;
    }

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*(?:global\s+|@)?using\s+(?:static\s+)?([\w.]+)\s*;?\s*$", RegexOptions.Multiline)]
    private static partial Regex Using();
}
