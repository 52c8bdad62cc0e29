namespace Fulcrum.Models.Hub;

/// <summary>What the cache holds of a model.</summary>
public sealed class CachedRepository
{
    private readonly string _folder;

    private CachedRepository(string folder, string name) => (_folder, Name) = (folder, name);

    /// <summary>The repository's name on the hub, <c>org/name</c>.</summary>
    public string Name { get; }

    /// <summary>Bytes on disk, unfinished downloads included.</summary>
    public long Bytes => new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null).Sum(file => file.Length);

    /// <summary>The commits that were fetched, wholly or in part, with the branches and tags that stood for them.</summary>
    public IReadOnlyList<(string Commit, string Path, IReadOnlyList<string> References)> Snapshots
    {
        get
        {
            var snapshots = Path.Combine(_folder, "snapshots");
            if (!Directory.Exists(snapshots)) return [];
            var references = References().ToLookup(reference => reference.Commit, reference => reference.Name);
            return
            [
                .. Directory.EnumerateDirectories(snapshots).Order(StringComparer.Ordinal).Select(path =>
                    (Path.GetFileName(path), path, (IReadOnlyList<string>)[.. references[Path.GetFileName(path)]])),
            ];
        }
    }

    /// <summary>Reads a folder of the cache; null where it is none of a model.</summary>
    internal static CachedRepository? Read(string folder)
    {
        var name = Path.GetFileName(folder)["models--".Length..].Replace("--", "/", StringComparison.Ordinal);
        return name.Length > 0 ? new CachedRepository(folder, name) : null;
    }

    /// <summary>Deletes what points to content before the content, so that an end in between leaves nothing wrong.</summary>
    internal long Remove()
    {
        var bytes = Bytes;
        foreach (var part in (string[])["refs", "snapshots", "blobs"])
            if (Path.Combine(_folder, part) is var path && Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.Delete(_folder, recursive: true);
        return bytes;
    }

    private IEnumerable<(string Name, string Commit)> References()
    {
        var references = Path.Combine(_folder, "refs");
        if (!Directory.Exists(references)) return [];
        return Directory.EnumerateFiles(references, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(references, file).Replace('\\', '/'), File.ReadAllText(file).Trim()));
    }
}
