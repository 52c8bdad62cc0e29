using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>
/// The cache that Python's <c>huggingface_hub</c> keeps, in its layout:
/// <c>models--org--name/{blobs/ETAG, refs/REVISION, snapshots/COMMIT/FILE → blob}</c>. Whatever has its final name is whole.
/// </summary>
/// <param name="folder">The cache folder.</param>
/// <param name="link">Makes a symbolic link (path, target); where it cannot, files are copied.</param>
public sealed class HubCache(string folder, Action<string, string> link)
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The cache in a folder.</summary>
    public HubCache(string folder)
        : this(folder, (path, target) => File.CreateSymbolicLink(path, target))
    {
    }

    /// <summary>The cache folder.</summary>
    public string Folder => folder;

    /// <summary>Everything that is cached of models, by name.</summary>
    public IReadOnlyList<CachedRepository> List() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder, "models--*").Order(StringComparer.Ordinal).Select(CachedRepository.Read).OfType<CachedRepository>()]
        : [];

    /// <summary>The folder of a commit's files.</summary>
    internal string Snapshot(string repository, string commit) => Path.Combine(Repository(repository), "snapshots", commit);

    /// <summary>The commit that a revision stood for when it was last fetched; null where it never was.</summary>
    internal string? Commit(HubName name)
    {
        if (name.IsCommit) return name.Revision;
        var file = Path.Combine(Repository(name.Repository), "refs", name.Revision);
        return File.Exists(file) && File.ReadAllText(file).Trim() is var commit && HubName.IsCommitHash(commit) ? commit : null;
    }

    /// <summary>Remembers which commit a revision stands for; a commit stands for itself.</summary>
    internal void SetCommit(HubName name, string commit)
    {
        if (name.IsCommit) return;
        Place(Path.Combine(Repository(name.Repository), "refs", name.Revision), temporary => File.WriteAllText(temporary, commit));
    }

    /// <summary>Where the content of an ETag is, or will be.</summary>
    internal string Blob(string repository, string etag) => Path.Combine(Directory.CreateDirectory(Path.Combine(Repository(repository), "blobs")).FullName, etag);

    /// <summary>Puts a blob under a file's name into a snapshot.</summary>
    internal void Add(string repository, string commit, string file, string blob)
    {
        var path = Path.Combine(Snapshot(repository, commit), file);
        Place(path, temporary =>
        {
            try
            {
                link(temporary, Path.GetRelativePath(Path.GetDirectoryName(path)!, blob));
            }
            catch (Exception impossible) when (impossible is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                File.Copy(blob, temporary);
            }
        });
    }

    /// <summary>Waits until no other process, Python's included (filelock uses flock too), fetches this content.</summary>
    /// <param name="repository">The repository's name, <c>org/name</c>.</param>
    /// <param name="etag">The content's ETag.</param>
    /// <param name="clock">The clock of waits between tries.</param>
    /// <param name="waiting">Called once where another process has the lock.</param>
    /// <param name="cancellationToken">Ends the waiting for another process.</param>
    internal async Task<IDisposable> LockAsync(string repository, string etag, TimeProvider clock, Action? waiting, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, ".locks", FolderName(repository))).FullName, etag + ".lock");
        var isSaid = false;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (FileLock.IsHeldElsewhere(held))
            {
                if (!isSaid) waiting?.Invoke();
                isSaid = true;
                await Task.Delay(LockInterval, clock, cancellationToken);
            }
        }
    }

    /// <summary>Deletes all that is cached of a model.</summary>
    /// <param name="repository"><c>org/name</c>, exactly as it is cached.</param>
    /// <returns>The bytes that were freed on the disk.</returns>
    /// <exception cref="InputException">It is not cached.</exception>
    public long Remove(string repository)
    {
        var all = List();
        if (all.FirstOrDefault(cached => cached.Name == repository) is { } found) return found.Remove();
        throw new InputException(new InputError($"{repository} is not in the cache {folder}.")
        {
            Remedy = all.Count > 0 ? NearestName.Remedy(repository, [.. all.Select(cached => cached.Name)]) : null,
        });
    }

    internal static string FolderName(string repository) => "models--" + repository.Replace("/", "--", StringComparison.Ordinal);

    private string Repository(string repository) => Path.Combine(folder, FolderName(repository));

    /// <summary>Makes a file under a temporary name and renames it.</summary>
    private static void Place(string path, Action<string> make)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            make(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
