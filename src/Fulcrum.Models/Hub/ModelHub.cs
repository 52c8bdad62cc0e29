using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>Brings models of the Hugging Face hub onto this machine: <c>hf:org/name[@revision][:file]</c> to a path.</summary>
/// <param name="settings">Where the hub and the cache are.</param>
/// <param name="clock">The clock of waits between tries.</param>
public sealed class ModelHub(HubSettings settings, TimeProvider clock)
{
    /// <summary>What is on this machine.</summary>
    public HubCache Cache { get; } = new(settings.CacheFolder);

    internal DownloadOptions Download { get; init; } = new();

    /// <summary>
    /// The model's path, after fetching what the cache lacks of it. Stopped at any time, it leaves a sound cache and goes
    /// on from there the next time.
    /// </summary>
    /// <param name="name">The repository and, where it names one, the file.</param>
    /// <param name="progress">Told of every file, from several threads.</param>
    /// <param name="cancellationToken">Ends the download; what has arrived is kept for the next one.</param>
    /// <exception cref="InputException">
    /// There is no such model, the hub does not give it out, what arrives is not what was promised, or the hub cannot be
    /// reached and the cache does not have the model.
    /// </exception>
    public async Task<HubSnapshot> FetchAsync(HubName name, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        var cached = FindCached(name);
        if (cached is not null && (settings.Offline || name.IsCommit)) return Unambiguous(cached);
        if (settings.Offline) throw HubError.Offline(name, settings);

        using var client = new HubClient(settings, clock, Download.Timeout);
        try
        {
            var (commit, files) = await client.ListAsync(name, cancellationToken);
            var snapshot = Cache.Snapshot(name.Repository, commit);
            await FetchAllAsync(HubFileSet.Choose(name, files));
            if (name.File is null) await FetchAllAsync(HubFileSet.ShardsOf(snapshot));
            Cache.SetCommit(name, commit);
            return At(name, commit);

            Task FetchAllAsync(IReadOnlyList<string> wanted) => Parallel.ForEachAsync(
                wanted,
                new ParallelOptions { MaxDegreeOfParallelism = Download.Files, CancellationToken = cancellationToken },
                async (file, token) => await FetchFileAsync(client, name, commit, file, progress, token));
        }
        catch (HttpRequestException unreachable)
        {
            // As in Python: without a network the model of last time is better than none.
            if (cached is null) throw HubError.Unreachable(name, settings, unreachable);
            return Unambiguous(cached) with { Note = $"{HubError.Show(settings.Endpoint)} cannot be reached: {name} is used as it was fetched before ({cached.Commit[..8]})." };
        }
    }

    /// <summary>The model as it was last fetched; null where it never was, or not wholly. Asks nobody.</summary>
    public HubSnapshot? FindCached(HubName name)
    {
        if (Cache.Commit(name) is not { } commit) return null;
        var snapshot = At(name, commit);
        return (name.File is null ? HubFileSet.IsComplete(snapshot.Path) : File.Exists(snapshot.Path)) ? snapshot : null;
    }

    /// <summary>A snapshot with several models is refused with their names, as the hub's own list is.</summary>
    private static HubSnapshot Unambiguous(HubSnapshot snapshot)
    {
        if (snapshot.Name.File is null) HubFileSet.Choose(snapshot.Name, [.. Directory.EnumerateFiles(snapshot.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]);
        return snapshot;
    }

    private HubSnapshot At(HubName name, string commit) => new(name, commit, Path.Combine(Cache.Snapshot(name.Repository, commit), name.File ?? ""));

    private async Task FetchFileAsync(
        HubClient client, HubName name, string commit, string file, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(Cache.Snapshot(name.Repository, commit), file))) return;
        var blob = await client.DescribeAsync(name, commit, file, cancellationToken);
        var path = Cache.Blob(name.Repository, blob.ETag);
        var hasWaited = false;
        using (await Cache.LockAsync(name.Repository, blob.ETag, clock, Wait, cancellationToken))
        {
            if (File.Exists(path))
            {
                if (hasWaited) progress?.Report(new HubProgress(file, blob.Size, blob.Size));
            }
            else
            {
                var partial = path + ".incomplete";
                var download = new BlobDownload(client, name, client.Address(name.Repository, commit, file), blob, Download);
                await download.RunAsync(partial, received => progress?.Report(new HubProgress(file, received, blob.Size)), cancellationToken);
                File.Move(partial, path);
            }
        }

        Cache.Add(name.Repository, commit, file, path);

        void Wait()
        {
            hasWaited = true;
            progress?.Report(new HubProgress(file, 0, blob.Size) { IsWaiting = true });
        }
    }
}
