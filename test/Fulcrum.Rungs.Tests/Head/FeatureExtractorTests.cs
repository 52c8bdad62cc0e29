using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Weights;
using Fulcrum.Rungs.Head;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Head;

public sealed class FeatureExtractorTests : IDisposable
{
    private static readonly string[] Texts = ["so", "a much longer text about cats and dogs that live in the house", "", "the cat", "so"];

    private readonly TemporaryFolder _cache = new();
    private readonly ModelCache _models;

    public FeatureExtractorTests() => _models = new ModelCache { FeatureFolder = _cache.Path };

    [Fact]
    public void Features_of_the_built_in_model_are_the_reference_embeddings() => AssertEqualsReference(MiniLM.Folder);

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    public void A_batch_gives_what_each_text_gives_alone_and_the_cache_gives_it_bit_by_bit(string model)
    {
        var path = RepositoryFiles.Fixture($"models/{model}");
        TextFeatures[] first, second;
        using (var extractor = Open(path))
        {
            first = Extract(extractor, Texts);
            Assert.Equal(0, extractor.Reused);
            foreach (var (text, features) in Texts.Zip(first))
                extractor.Compute([text], alone => Assert.All(alone[0].Features.Vector.Zip(features.Vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5f)), TestContext.Current.CancellationToken);
        }

        using (var extractor = Open(path))
        {
            second = Extract(extractor, Texts);
            Assert.Equal(Texts.Length, extractor.Reused);
            Assert.Equal(second.Sum(features => features.Milliseconds) / 1000, extractor.ReusedSeconds, 1e-9);
        }

        // The same text twice has two results, of which one is kept.
        Assert.All(first[1..].Zip(second[1..]), pair => Assert.Equal(pair.First.Vector.Select(BitConverter.SingleToInt32Bits), pair.Second.Vector.Select(BitConverter.SingleToInt32Bits)));
        Assert.Equal(first.Select(features => (features.Tokens, features.WasCut)), second.Select(features => (features.Tokens, features.WasCut)));
    }

    [Fact]
    public void Other_limits_are_other_features()
    {
        using (var extractor = Open(RepositoryFiles.Fixture("models/bert"))) Extract(extractor, Texts);

        using var shorter = Open(RepositoryFiles.Fixture("models/bert"), maxTokens: 4);

        Assert.Equal([false, true, false, false, false], Extract(shorter, Texts).Select(features => features.WasCut));
        Assert.Equal(0, shorter.Reused);
    }

    public void Dispose()
    {
        _models.Dispose();
        _cache.Dispose();
    }

    private void AssertEqualsReference(string model)
    {
        using var golden = new SafetensorsFile(MiniLM.Goldens);
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(MiniLM.Sentences));
        string[] sentences = [.. numbers.RootElement.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetProperty("text").GetString()!)];
        var tolerance = numbers.RootElement.GetProperty("suggested_atol").GetSingle();
        using var extractor = Open(model);

        var features = Extract(extractor, sentences).SelectMany(of => of.Vector);

        Assert.All(MemoryMarshal.Cast<byte, float>(golden.Bytes("embeddings")).ToArray().Zip(features), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private FeatureExtractor Open(string model, int? maxTokens = null) =>
        new(_models, model, new HeadRecord { Pooling = FeatureModel.PoolingOf(model), MaxTokens = maxTokens }, ComputeDevice.Cpu);

    private static TextFeatures[] Extract(FeatureExtractor extractor, string[] texts)
    {
        var all = new TextFeatures[texts.Length];
        extractor.Extract(texts, (index, features) => all[index] = features, TestContext.Current.CancellationToken);
        return all;
    }
}
