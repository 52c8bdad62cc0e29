using Fulcrum.Data;
using Fulcrum.Tests.Hub;

namespace Fulcrum.Models.Tests.Hub;

/// <summary>Contents arrive whole and right, or not at all.</summary>
public sealed class BlobDownloadTests : IAsyncLifetime
{
    private const string Weights = "model.safetensors";

    private HubFixture _hub = null!;

    private string Partial => Path.Combine(_hub.Repository, "blobs", HubServer.Sha256(_hub.Files[Weights]) + ".incomplete");

    public async ValueTask InitializeAsync() => _hub = await HubFixture.StartAsync(weightBytes: 1_234_567);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_large_file_is_fetched_in_parts_over_several_connections()
    {
        var (underWay, most, all) = (0, 0, new TaskCompletionSource());
        _hub.Server.BeforeContent = async _ =>
        {
            // The first request asks whether there are ranges; the next ones wait for one another.
            if (_hub.Server.Requests.Count(request => request.Path.StartsWith("/storage/", StringComparison.Ordinal)) == 1) return;
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            if (most >= 4) all.TrySetResult();
            await all.Task;
            Interlocked.Decrement(ref underWay);
        };

        await _hub.FetchAsync("hf:org/tiny:" + Weights);

        _hub.AssertFetched(Weights);
        Assert.Equal(4, most);
        Assert.Equal(13, _hub.Server.Requests.Count(request => request.Range.Length > 0 && request.Path.StartsWith("/storage/", StringComparison.Ordinal) && request.Range != "bytes=0-0"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_that_break_are_taken_up_where_they_broke(bool ignoresRanges)
    {
        _hub.Server.IgnoresRanges = ignoresRanges;
        foreach (var cut in (int[])[70_000, 90_000, 0, 50_000, 10]) _hub.Server.Cuts.Enqueue(cut);

        await _hub.FetchAsync();

        _hub.AssertFetched(Weights, "config.json");
        Assert.Empty(_hub.Server.Cuts);
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_is_given_up_and_what_came_is_kept()
    {
        var isBroken = true;
        _hub.Server.BeforeContent = _ => Task.FromResult(isBroken && _hub.Server.Requests.Count > 30 ? throw new IOException("broken") : 0);
        for (var i = 0; i < 100; i++) _hub.Server.Cuts.Enqueue(i < 3 ? 1_000_000 : 0);

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync("hf:org/tiny:" + Weights));

        Assert.Contains("Try again", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.ChangeExtension(Partial, null)));
        isBroken = false;
        _hub.Server.Cuts.Clear();
        await _hub.FetchAsync();
        _hub.AssertFetched(Weights);
    }

    [Fact]
    public async Task A_beginning_of_an_earlier_run_is_not_fetched_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        await File.WriteAllBytesAsync(Partial, _hub.Files[Weights][..1_200_000], TestContext.Current.CancellationToken);

        await _hub.FetchAsync("hf:org/tiny:" + Weights);

        _hub.AssertFetched(Weights);
        Assert.Equal("bytes=1200000-1234566", Assert.Single(_hub.Server.Requests, request => request.Path.StartsWith("/storage/", StringComparison.Ordinal)).Range);
    }

    [Theory]
    [InlineData(1_200_000)]
    [InlineData(2_000_000)]
    public async Task A_beginning_that_is_wrong_is_fetched_afresh(int length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        await File.WriteAllBytesAsync(Partial, new byte[length], TestContext.Current.CancellationToken);

        await _hub.FetchAsync();

        _hub.AssertFetched(Weights);
    }

    [Fact]
    public async Task Canceling_leaves_a_beginning_that_the_next_run_continues()
    {
        using var stop = new CancellationTokenSource();
        var asked = 0;
        _hub.Server.BeforeContent = async context =>
        {
            if (Interlocked.Increment(ref asked) <= 6) return;
            await stop.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hub.FetchAsync("hf:org/tiny:" + Weights, cancellationToken: stop.Token));

        Assert.False(Directory.Exists(Path.Combine(_hub.Repository, "refs")));
        Assert.Equal(_hub.Files[Weights][..(int)new FileInfo(Partial).Length], await File.ReadAllBytesAsync(Partial, TestContext.Current.CancellationToken));
        _hub.Server.BeforeContent = _ => Task.CompletedTask;
        await _hub.FetchAsync();
        _hub.AssertFetched(Weights);
    }

    [Theory]
    [InlineData(Weights, 1_234_000)]
    [InlineData(Weights, 1_300_000)]
    [InlineData("config.json", 10)]
    [InlineData("config.json", 100)]
    public async Task A_length_that_is_not_true_is_refused(string file, long promised)
    {
        _hub.Server.Sizes[file] = promised;

        await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync("hf:org/tiny:" + file));

        Assert.False(File.Exists(Path.Combine(_hub.Snapshot, file)));
    }

    [Theory]
    [InlineData(Weights, 64)]
    [InlineData("config.json", 40)]
    public async Task Content_with_another_hash_is_refused_and_not_kept(string file, int digits)
    {
        _hub.Server.Hashes[file] = new string('0', digits);

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync("hf:org/tiny:" + file));

        Assert.Contains(new string('0', digits), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_hub.Repository, "blobs")), path => new FileInfo(path).Length > 0);
        Assert.False(Directory.Exists(_hub.Snapshot));
    }

    [Fact]
    public async Task An_ETag_that_is_no_hash_is_a_name_only()
    {
        _hub.Server.Hashes["config.json"] = "mirror-17";

        await _hub.FetchAsync("hf:org/tiny:config.json");

        Assert.Equal(_hub.Files["config.json"], await File.ReadAllBytesAsync(Path.Combine(_hub.Repository, "blobs", "mirror-17"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_ETag_that_leads_out_of_the_cache_is_refused()
    {
        _hub.Server.Hashes["config.json"] = "../../../escaped";

        await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync("hf:org/tiny:config.json"));
    }
}
