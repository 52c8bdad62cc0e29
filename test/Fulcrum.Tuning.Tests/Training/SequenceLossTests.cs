using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

public sealed class SequenceLossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyLlama _tiny = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_shared_prefix_changes_neither_loss_nor_gradients(int mostInOneRow)
    {
        var prefix = Tokens(1, 40);
        TrainingSequence[] batch = [.. Enumerable.Range(2, 4).Select(row => TrainingSequence.Answer([.. prefix, .. Tokens(row, 3 * row)], Tokens(row + 10, 2)))];
        foreach (var (_, parameter) in _tiny.Decoder.Parameters) parameter.requires_grad_();

        var shared = LossAndGradients([batch], mostInOneRow);
        var alone = LossAndGradients(batch.Select(sequence => new[] { sequence }), mostInOneRow: 0);

        Numbers.AssertRelativelyClose(alone.Loss, shared.Loss, 1e-5);
        Assert.All(alone.Gradients.Zip(shared.Gradients), pair =>
            Numbers.AssertClose(pair.First, pair.Second, 1e-4 * Math.Max(1, pair.First.abs().max().item<float>())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Padding_and_what_follows_the_last_target_do_not_matter(int mostInOneRow)
    {
        TrainingSequence[] batch = [new(Tokens(1, 20), [3, 7]), new([.. Tokens(2, 6), .. Tokens(1, 3)], [5])];
        TrainingSequence[] cut = [new(Tokens(1, 20)[..8], [3, 7]), new(Tokens(2, 6), [5])];

        using var noGradient = no_grad();
        var loss = new SequenceLoss(_tiny.Decoder) { MostInOneRow = mostInOneRow };

        Numbers.AssertRelativelyClose(cut.Sum(sequence => loss.Sum([sequence]).item<float>()), loss.Sum(batch).item<float>(), 1e-6);
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _scope.Dispose();
    }

    private (double Loss, Tensor[] Gradients) LossAndGradients(IEnumerable<TrainingSequence[]> batches, int mostInOneRow)
    {
        var total = 0.0;
        foreach (var batch in batches)
        {
            var loss = new SequenceLoss(_tiny.Decoder) { MostInOneRow = mostInOneRow }.Sum(batch);
            loss.backward();
            total += loss.item<float>();
        }

        var gradients = _tiny.Decoder.Parameters.Select(parameter => parameter.Value.grad!.clone()).ToArray();
        foreach (var (_, parameter) in _tiny.Decoder.Parameters) parameter.grad = null;
        return (total, gradients);
    }

    private static int[] Tokens(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(10, 500))];
    }
}
