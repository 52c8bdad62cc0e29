using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Batching;

public sealed class PrefixCacheTests : IDisposable
{
    private readonly LanguageModel _model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

    [Fact]
    public void A_prompt_alone_follows_what_others_shared_as_far_as_it_begins_alike()
    {
        using var cache = new PrefixCache(_model.Decoder);
        Assert.Null(Length(cache, [1, 2, 3, 4, 9]));

        Assert.Equal(4, Length(cache, [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]));
        Assert.Equal(4, Length(cache, [1, 2, 3, 4, 7]));
        Assert.Equal(2, Length(cache, [1, 2, 8]));
        Assert.Null(Length(cache, [5]));
    }

    [Fact]
    public void One_token_of_every_prompt_is_left_over()
    {
        using var cache = new PrefixCache(_model.Decoder);
        Length(cache, [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]);

        Assert.Equal(2, Length(cache, [1, 2, 3]));
    }

    [Fact]
    public void It_is_computed_anew_only_where_that_takes_fewer_tokens_than_it_saves()
    {
        using var cache = new PrefixCache(_model.Decoder);
        Length(cache, [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]);

        // Ten tokens for all, or one more for each of three.
        int[] longer = [1, 2, 3, 4, 5];
        Assert.Equal(4, Length(cache, [.. longer, 7], [.. longer, 8], [.. longer, 9]));
        Assert.Equal(5, Length(cache, [.. Enumerable.Range(7, 6).Select(last => (int[])[.. longer, last])]));
    }

    [Fact]
    public void The_first_tokens_of_padded_rows_cannot_be_had()
    {
        using var cache = new KeyValueCache();
        _model.Decoder.Forward(new PaddedBatch([[1, 2, 3], [4]]).Ids(), new DecoderContext { Cache = cache, Padding = new PaddedBatch([[1, 2, 3], [4]]).Padding });

        Assert.Throws<InvalidOperationException>(() => cache.Head(1));
    }

    public void Dispose() => _model.Dispose();

    private static int? Length(PrefixCache cache, params int[][] prompts)
    {
        using var found = cache.Find(prompts);
        return found?.Length;
    }
}
