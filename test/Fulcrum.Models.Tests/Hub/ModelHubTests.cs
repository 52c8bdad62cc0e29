using System.Collections.Concurrent;
using Fulcrum.Data;
using Fulcrum.Models.Hub;
using Fulcrum.Tests.Hub;

namespace Fulcrum.Models.Tests.Hub;

public sealed class ModelHubTests : IAsyncLifetime
{
    private HubFixture _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await HubFixture.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_model_lies_in_the_cache_as_huggingface_hub_lays_it()
    {
        var snapshot = await _hub.FetchAsync();

        Assert.Equal(("hf:org/tiny@" + HubServer.Commit, _hub.Snapshot), (snapshot.Origin, snapshot.Path));
        Assert.Equal(HubServer.Commit, await File.ReadAllTextAsync(Path.Combine(_hub.Repository, "refs", "main"), TestContext.Current.CancellationToken));
        var weights = HubServer.Sha256(_hub.Files["model.safetensors"]);
        var pooling = HubServer.GitSha1(_hub.Files["1_Pooling/config.json"]);
        Assert.Equal(Path.Combine("..", "..", "blobs", weights), new FileInfo(Path.Combine(_hub.Snapshot, "model.safetensors")).LinkTarget);
        Assert.Equal(Path.Combine("..", "..", "..", "blobs", pooling), new FileInfo(Path.Combine(_hub.Snapshot, "1_Pooling", "config.json")).LinkTarget);
        Assert.True(File.Exists(Path.Combine(_hub.Cache, ".locks", "models--org--tiny", weights + ".lock")));
        _hub.AssertFetched("config.json", "tokenizer.json", "1_Pooling/config.json", "model.safetensors");
    }

    [Fact]
    public async Task Only_what_is_read_is_fetched()
    {
        await _hub.FetchAsync();

        var fetched = Directory.GetFiles(_hub.Snapshot, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_hub.Snapshot, file));
        Assert.Equal(["1_Pooling/config.json", "config.json", "model.safetensors", "tokenizer.json"], fetched.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_cached_is_not_fetched_again()
    {
        await _hub.FetchAsync();
        _hub.Server.Requests.Clear();

        await _hub.FetchAsync();

        Assert.Equal("/api/models/org/tiny/revision/main", Assert.Single(_hub.Server.Requests).Path);
    }

    [Fact]
    public async Task A_commit_that_is_cached_needs_no_network()
    {
        var origin = (await _hub.FetchAsync()).Origin;
        _hub.Server.Requests.Clear();

        Assert.Equal(_hub.Snapshot, (await _hub.FetchAsync(origin)).Path);
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task One_file_can_be_asked_for_alone_at_a_revision_with_slashes()
    {
        var snapshot = await _hub.FetchAsync("hf:org/tiny@refs/pr/1:1_Pooling/config.json");

        Assert.Equal(Path.Combine(_hub.Snapshot, "1_Pooling", "config.json"), Path.GetFullPath(snapshot.Path));
        Assert.Equal(HubServer.Commit, await File.ReadAllTextAsync(Path.Combine(_hub.Repository, "refs", "refs", "pr", "1"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_hub.Snapshot, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_every_file()
    {
        var said = new ConcurrentDictionary<string, HubProgress>();

        await _hub.FetchAsync(progress: new Recorder(value => said[value.File] = value));

        Assert.Equal(4, said.Count);
        Assert.All(said.Values, value => Assert.Equal((value.Size, (long)_hub.Files[value.File].Length), (value.Received, value.Size)));
    }

    [Fact]
    public async Task Two_at_once_fetch_every_content_once()
    {
        await Task.WhenAll(_hub.FetchAsync(), _hub.FetchAsync());

        _hub.AssertFetched("config.json", "tokenizer.json", "model.safetensors");
        Assert.Equal(1, _hub.Server.Requests.Count(request => request.Path.StartsWith("/storage/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_another_process_fetches_is_waited_for_and_not_fetched_again()
    {
        const string File = "model.safetensors";
        var (cache, etag) = (new HubCache(_hub.Cache), HubServer.Sha256(_hub.Files[File]));
        var said = new ConcurrentQueue<HubProgress>();
        var held = await cache.LockAsync("org/tiny", etag, TimeProvider.System, null, TestContext.Current.CancellationToken);

        await _hub.FetchAsync(progress: new Recorder(value =>
        {
            if (value.File == File) said.Enqueue(value);
            if (!value.IsWaiting) return;
            System.IO.File.WriteAllBytes(cache.Blob("org/tiny", etag), _hub.Files[File]);
            held.Dispose();
        }));

        var size = _hub.Files[File].Length;
        Assert.Equal([new HubProgress(File, 0, size) { IsWaiting = true }, new HubProgress(File, size, size)], said);
        Assert.DoesNotContain(_hub.Server.Requests, request => request.Path.StartsWith("/storage/", StringComparison.Ordinal));
        _hub.AssertFetched("config.json", File);
    }

    [Fact]
    public async Task Offline_takes_the_cache_and_asks_nobody()
    {
        await _hub.FetchAsync();
        _hub.Server.Requests.Clear();

        Assert.Equal(_hub.Snapshot, (await _hub.FetchAsync(settings: _hub.Settings with { OfflineBy = "HF_HUB_OFFLINE" })).Path);
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task Offline_without_the_model_says_so()
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(settings: _hub.Settings with { OfflineBy = "HF_HUB_OFFLINE" }));

        Assert.Contains("HF_HUB_OFFLINE", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_hub.Cache, refused.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task Offline_blames_the_variable_that_says_so()
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(settings: _hub.Settings with { OfflineBy = "TRANSFORMERS_OFFLINE" }));

        Assert.Contains("Unset TRANSFORMERS_OFFLINE", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("HF_HUB_OFFLINE", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_cached_models_are_told_apart_by_their_files()
    {
        _hub.Files.Remove("model.safetensors");
        foreach (var file in (string[])["b.gguf", "a.gguf"])
        {
            _hub.Files[file] = [1];
            await _hub.FetchAsync($"hf:org/tiny:{file}");
        }

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(settings: _hub.Settings with { OfflineBy = "HF_HUB_OFFLINE" }));

        Assert.Contains("hf:org/tiny:a.gguf, hf:org/tiny:b.gguf", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_with_weights_and_no_configuration_is_fetched_again()
    {
        await _hub.FetchAsync($"hf:org/tiny@{HubServer.Commit}:model.safetensors");

        await _hub.FetchAsync($"hf:org/tiny@{HubServer.Commit}");

        _hub.AssertFetched("config.json", "model.safetensors");
    }

    [Fact]
    public async Task A_part_of_a_model_in_the_cache_is_not_taken_for_it()
    {
        await _hub.FetchAsync("hf:org/tiny:config.json");

        await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(settings: _hub.Settings with { OfflineBy = "HF_HUB_OFFLINE" }));
    }

    [Fact]
    public async Task Without_a_network_the_model_of_last_time_is_used_and_that_is_said()
    {
        await _hub.FetchAsync();
        var settings = _hub.Settings with { Endpoint = new Uri("http://127.0.0.1:9") };

        var snapshot = await _hub.FetchAsync(settings: settings);

        Assert.Equal(_hub.Snapshot, snapshot.Path);
        Assert.Contains("cannot be reached", snapshot.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_and_a_cache_the_address_is_named()
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(settings: _hub.Settings with { Endpoint = new Uri("http://127.0.0.1:9") }));

        Assert.Contains("http://127.0.0.1:9/", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_links_are_impossible_files_are_copied()
    {
        await _hub.FetchAsync();
        var cache = new HubCache(_hub.Cache, (_, _) => throw new UnauthorizedAccessException());

        cache.Add("org/tiny", "other", "sub/config.json", cache.Blob("org/tiny", HubServer.GitSha1(_hub.Files["config.json"])));

        var copy = new FileInfo(Path.Combine(_hub.Repository, "snapshots", "other", "sub", "config.json"));
        Assert.Null(copy.LinkTarget);
        Assert.Equal(_hub.Files["config.json"], await File.ReadAllBytesAsync(copy.FullName, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Shards_are_those_that_the_index_names()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files["model.safetensors.index.json"] = """{"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}"""u8.ToArray();
        foreach (var name in (string[])["model-1", "model-2", "consolidated"]) _hub.Files[name + ".safetensors"] = System.Text.Encoding.UTF8.GetBytes(name);

        await _hub.FetchAsync();

        _hub.AssertFetched("model-1.safetensors", "model-2.safetensors");
        Assert.False(File.Exists(Path.Combine(_hub.Snapshot, "consolidated.safetensors")));
        File.Delete(Path.Combine(_hub.Snapshot, "model-2.safetensors"));
        Assert.Null(_hub.Hub().FindCached(HubName.Parse("hf:org/tiny")));
    }

    private sealed class Recorder(Action<HubProgress> record) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => record(value);
    }
}
