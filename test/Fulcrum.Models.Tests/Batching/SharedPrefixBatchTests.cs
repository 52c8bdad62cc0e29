using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Batching;

public sealed class SharedPrefixBatchTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral")] // a window shorter than the texts
    [InlineData("gemma3")] // layers with and without one
    [InlineData("gpt2")] // learned positions
    [InlineData("falcon")]
    public void Texts_side_by_side_give_what_each_gives_alone(string name)
    {
        using var noGradient = no_grad();
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"));
        int[][] texts = [[.. Tokens(1, 9), .. Tokens(2, 20)], [.. Tokens(1, 9), 7], [.. Tokens(1, 9), .. Tokens(3, 11)]];
        var tree = new SharedPrefixBatch(texts);
        Assert.Equal((9, 41), (tree.Tree.Shared, tree.Tree.Length));

        var together = model.Decoder.Forward(tree.Ids(), new DecoderContext { Tree = tree.Tree })[0];

        foreach (var (row, text) in texts.Index())
        {
            var alone = model.Decoder.Forward(new PaddedBatch([text]).Ids())[0];
            var places = tensor(Enumerable.Range(0, text.Length).Select(index => (long)tree.Place(row, index)).ToArray());
            var difference = (together.index_select(0, places) - alone).abs().max().item<float>();
            Assert.True(difference < 1e-4, $"text {row} differs by {difference}");
        }
    }

    public void Dispose() => _scope.Dispose();

    private static int[] Tokens(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(10, 250))];
    }
}
