using System.Text;
using Fulcrum.Rungs.Head;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Head;

public sealed class FeatureCacheTests : IDisposable
{
    private const int RecordBytes = 32 + 16 + 3 * 4 + 8;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_one_process_kept_another_finds_bit_by_bit()
    {
        var features = new TextFeatures([1f / 3, -0f, float.Epsilon], 17, true, 2.5);
        Keep("model", ("a text", features));

        using var cache = FeatureCache.Open(_folder.Path, "model");

        var found = cache.Find("a text")!;
        Assert.Equal(features.Vector.Select(BitConverter.SingleToInt32Bits), found.Vector.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal((17, true, 2.5), (found.Tokens, found.WasCut, found.Milliseconds));
        Assert.Null(cache.Find("another text"));
        Assert.Empty(cache.Notes);
    }

    [Fact]
    public void Another_model_has_features_of_its_own()
    {
        Keep("model", ("a", Features(1)));

        using var cache = FeatureCache.Open(_folder.Path, "another");

        Assert.Null(cache.Find("a"));
    }

    [Fact]
    public void Two_processes_write_at_once_and_read_what_the_other_has_written_so_far()
    {
        using var first = FeatureCache.Open(_folder.Path, "model");
        using var second = FeatureCache.Open(_folder.Path, "model");
        first.Add([("a", Features(1))]);
        second.Add([("b", Features(2))]);
        first.Add([("c", Features(3))]);

        using var third = FeatureCache.Open(_folder.Path, "model");

        Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(text => third.Find(text)!.Vector[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(RecordBytes - 1)]
    public void A_record_that_a_killed_process_did_not_finish_is_ignored(int missing)
    {
        var file = Keep("model", ("a", Features(1)), ("b", Features(2)));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^missing]);

        using var cache = FeatureCache.Open(_folder.Path, "model");

        Assert.Equal(1, cache.Find("a")!.Vector[0]);
        Assert.Null(cache.Find("b"));
        Assert.Empty(cache.Notes);
    }

    [Fact]
    public void A_record_with_any_damaged_byte_is_not_used()
    {
        var file = Keep("model", ("a", Features(1)));
        var bytes = File.ReadAllBytes(file);
        for (var place = 16; place < bytes.Length; place++)
        {
            bytes[place] ^= 64;
            File.WriteAllBytes(file, bytes);
            using (var cache = FeatureCache.Open(_folder.Path, "model")) Assert.Null(cache.Find("a"));
            bytes[place] ^= 64;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no feature file at all")]
    public void A_file_of_something_else_is_named_and_passed_over(string content)
    {
        Keep("model", ("a", Features(1)));
        var damaged = _folder.Write("model/damaged.features", content);

        using var cache = FeatureCache.Open(_folder.Path, "model");

        Assert.Equal(1, cache.Find("a")!.Vector[0]);
        Assert.Equal([$"The file {damaged} of the feature cache is damaged and was not used; delete it."], cache.Notes);
    }

    [Fact]
    public void Where_it_cannot_be_written_everything_works_and_a_note_says_why()
    {
        var file = _folder.Write("file", "in the way");

        using var cache = FeatureCache.Open(file, "model");
        cache.Add([("a", Features(1))]);
        cache.Add([("b", Features(2))]);

        Assert.Null(cache.Find("a"));
        Assert.StartsWith($"The feature cache {Path.Combine(file, "model")} cannot be written: ", Assert.Single(cache.Notes));
    }

    [Fact]
    public void The_oldest_files_of_all_models_make_room()
    {
        var oldest = Keep("one", ("a", Features(1)));
        var older = Keep("another", ("a", Features(1)));
        File.SetLastWriteTimeUtc(oldest, DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(older, DateTime.UnixEpoch.AddDays(1));

        using (var cache = FeatureCache.Open(_folder.Path, "third", limit: new FileInfo(older).Length)) cache.Add([("b", Features(2))]);

        Assert.False(File.Exists(oldest));
        Assert.True(File.Exists(older));
    }

    [Fact]
    public void One_process_fills_only_a_part_of_it()
    {
        using (var cache = FeatureCache.Open(_folder.Path, "model", limit: 8 * 10 * RecordBytes))
            for (var text = 0; text < 100; text++) cache.Add([($"{text}", Features(text))]);

        Assert.InRange(Directory.GetFiles(Path.Combine(_folder.Path, "model")).Sum(file => new FileInfo(file).Length), 9 * RecordBytes, 12 * RecordBytes);
    }

    [Fact]
    public void No_text_is_kept()
    {
        var file = Keep("model", ("a secret text", Features(1)));

        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static TextFeatures Features(float first) => new([first, 0, 0], 1, false, 1);

    private string Keep(string key, params (string Text, TextFeatures Features)[] features)
    {
        using (var cache = FeatureCache.Open(_folder.Path, key)) cache.Add(features);
        return Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, key)));
    }
}
