using Fulcrum.Data;
using Fulcrum.Models.Hub;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Models.Tests.Hub;

public sealed class HubCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HubCache _cache;

    public HubCacheTests() => _cache = new HubCache(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_cached_is_listed_with_its_references()
    {
        Put("org/name", "abc", ["main", "refs/pr/1"]);
        Put("gpt2", "def", []);
        _folder.Write("datasets--org--data/blobs/x", "");

        var list = _cache.List();

        Assert.Equal(["gpt2", "org/name"], list.Select(repository => repository.Name));
        var snapshot = Assert.Single(list[1].Snapshots);
        Assert.Equal(Commit("abc"), snapshot.Commit);
        Assert.Equal(["main", "refs/pr/1"], snapshot.References.Order(StringComparer.Ordinal));
        Assert.Empty(Assert.Single(list[0].Snapshots).References);
    }

    [Fact]
    public void An_absent_cache_holds_nothing() => Assert.Empty(new HubCache(Path.Combine(_folder.Path, "absent")).List());

    [Fact]
    public void Removing_frees_the_content_once_and_leaves_the_others()
    {
        Put("org/name", "abc", ["main"]);
        Put("org/other", "abc", ["main"]);

        // The content, and the reference of 40 characters; links are free.
        Assert.Equal("content".Length + 40, _cache.Remove("org/name"));

        Assert.Equal("org/other", Assert.Single(_cache.List()).Name);
    }

    [Fact]
    public void What_is_not_cached_cannot_be_removed()
    {
        Put("org/name", "abc", ["main"]);

        Assert.Contains("Did you mean `org/name`?", Assert.Throws<InputException>(() => _cache.Remove("org/nane")).Message, StringComparison.Ordinal);
        Assert.Single(_cache.List());
    }

    [Fact]
    public async Task Who_waits_for_another_process_is_told_once()
    {
        var told = 0;
        var clock = new FakeTimeProvider();
        var first = await LockAsync(() => told += 10, clock);
        var second = LockAsync(() => told++, clock);
        for (var tries = 0; tries < 5; tries++) await TryAgainAsync();
        first.Dispose();
        while (!second.IsCompleted) await TryAgainAsync();
        (await second).Dispose();

        Assert.Equal(1, told);

        async Task TryAgainAsync()
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_waited_for()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".locks", "models--org--name", "etag.lock"));

        await Assert.ThrowsAnyAsync<SystemException>(() => LockAsync(null).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    private Task<IDisposable> LockAsync(Action? waiting, TimeProvider? clock = null) => _cache.LockAsync("org/name", "etag", clock ?? TimeProvider.System, waiting, TestContext.Current.CancellationToken);

    private static string Commit(string start) => start.PadRight(40, '0');

    private void Put(string repository, string commit, string[] references)
    {
        var blob = _cache.Blob(repository, "etag");
        File.WriteAllText(blob, "content");
        _cache.Add(repository, Commit(commit), "config.json", blob);
        foreach (var reference in references) _cache.SetCommit(HubName.Parse($"hf:{repository}@{reference}"), Commit(commit));
    }
}
