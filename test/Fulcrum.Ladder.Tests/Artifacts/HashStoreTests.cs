using Fulcrum.Ladder.Artifacts;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Artifacts;

public sealed class HashStoreTests : IDisposable
{
    private const string Files = "model.safetensors|270|638";
    private static readonly string Hash = new('a', 64);
    private static readonly DateTimeOffset Now = new(2024, 3, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Now);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_hashed_once_is_found_by_a_later_process_as_long_as_the_files_are_described_alike()
    {
        Assert.Null(Store().Find(Files));
        Store().Keep(Files, Now.AddDays(-1), Hash);
        Assert.Equal(Hash, Store().Find(Files));
        Assert.Null(Store().Find("model.safetensors|270|639"));
    }

    [Fact]
    public void Files_that_changed_just_now_may_change_again_unseen_and_are_hashed_anew()
    {
        Store().Keep(Files, Now.AddSeconds(-9), Hash);
        Assert.Null(Store().Find(Files));
    }

    [Fact]
    public void What_is_no_hash_is_not_taken_for_one()
    {
        Store().Keep(Files, Now.AddDays(-1), "damaged");
        Assert.Null(Store().Find(Files));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        var store = new HashStore(_folder.Write("file", ""), _clock);
        store.Keep(Files, Now.AddDays(-1), Hash);
        Assert.Null(store.Find(Files));
    }

    private HashStore Store() => new(Path.Combine(_folder.Path, "hashes"), _clock);
}
