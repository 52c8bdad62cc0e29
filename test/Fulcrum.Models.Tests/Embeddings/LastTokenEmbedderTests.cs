using System.Text.Json;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Tests.Architecture;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Embeddings;

public sealed class LastTokenEmbedderTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("long")]
    public void The_real_SmolLM2_equals_the_reference(string prompt)
    {
        using var scope = NewDisposeScope();
        using var golden = new Golden(RepositoryFiles.Shared("reference/architectures/smollm2.safetensors"));
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/architectures/smollm2.json")));
        var text = numbers.RootElement.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("name").GetString() == prompt).GetProperty("text").GetString()!;
        using var embedder = Open(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));

        var (ids, wasCut) = embedder.Tokenize(text, embedder.MaxTokens, keepEnd: false);

        Assert.False(wasCut);
        Assert.Equal(golden[$"{prompt}.input_ids"].data<long>().ToArray(), ids.Select(id => (long)id));
        Golden.AssertClose(golden[$"{prompt}.last_hidden.final"], tensor(embedder.Embed([ids])[0]), 2e-3);
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Its_state_is_the_last_of_the_reference_whatever_stands_beside_it(string name)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);
        using var embedder = Open(tiny.Folder);
        int[][] rows = [.. tiny.Golden["input_ids"].data<long>().ToArray().Select(id => (int)id).Chunk((int)tiny.Golden["input_ids"].shape[1])];

        // Rows of other lengths make padding.
        var states = embedder.Embed([rows[0], rows[0][..3], [rows[0][0]]]);

        Golden.AssertClose(tiny.Golden["hidden.final"][0, -1], tensor(states[0]), tiny.Tolerance);
        foreach (var (row, state) in new[] { rows[0], rows[0][..3], [rows[0][0]] }.Zip(states))
            Golden.AssertClose(tensor(embedder.Embed([row])[0]), tensor(state), 1e-5);
    }

    [Fact]
    public void A_text_is_cut_at_either_end_and_an_empty_one_has_a_state_too()
    {
        using var embedder = Open(RepositoryFiles.Fixture("models/llama"));
        var (whole, _) = embedder.Tokenize("one two three four five six seven", int.MaxValue, keepEnd: false);

        var (head, headWasCut) = embedder.Tokenize("one two three four five six seven", 4, keepEnd: false);
        var (tail, tailWasCut) = embedder.Tokenize("one two three four five six seven", 4, keepEnd: true);

        Assert.True(headWasCut && tailWasCut);
        Assert.Equal((4, 4), (head.Length, tail.Length));
        Assert.Equal((whole[0], whole[^1]), (head[0], tail[^1]));
        Assert.Equal(embedder.Dimensions, Assert.Single(embedder.Embed([embedder.Tokenize("", 4, keepEnd: false).Ids])).Length);
    }

    private static LastTokenEmbedder Open(string folder)
    {
        var model = LanguageModel.Load(folder);
        return new LastTokenEmbedder(model, model);
    }
}
