using Fulcrum.Models.Quantization;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

public sealed class ModelCacheTests
{
    [Fact]
    public void The_same_path_gives_the_model_that_is_held_until_it_is_let_go()
    {
        using var cache = new ModelCache();
        var path = RepositoryFiles.Fixture("models/llama");

        var first = cache.Load(path);
        Assert.Same(first, cache.Load(path));
        cache.Invalidate();

        Assert.NotSame(first, cache.Load(path));
    }

    [Fact]
    public void Another_precision_gives_another_model()
    {
        using var cache = new ModelCache();
        var path = RepositoryFiles.Fixture("models/llama");

        var full = cache.Load(path);
        var quantized = cache.Load(path, WeightPrecision.NF4);

        Assert.NotSame(full, quantized);
        Assert.NotNull(quantized.Decoder.Head.Quantised);
        Assert.Same(quantized, cache.Load(path, WeightPrecision.NF4));
    }

    [Fact]
    public void Another_path_gives_another_model()
    {
        using var cache = new ModelCache();

        var first = cache.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.NotSame(first, cache.Load(RepositoryFiles.Fixture("models/llama-sharded")));
    }
}
