using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Scoring;
using Fulcrum.Tests;
using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

public sealed class ClassificationLossTests : IDisposable
{
    private static readonly LabeledText[] Texts = [new([5, 6, 7, 8], [2]), new([9, 10], [0, 2]), new([11, 12, 13], [])];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly EncoderModel _bert;

    public ClassificationLossTests()
    {
        using var generator = new Generator(3);
        _bert = EncoderModel.LoadForClassification(RepositoryFiles.Fixture("models/bert"), ["a", "b", "c"], generator, objective: LabelObjective.MultiLabel);
    }

    [Fact]
    public void Independent_labels_have_the_binary_cross_entropy_and_its_gradient()
    {
        // σ(0) = ½, σ(ln 3) = ¾, σ(−ln 3) = ¼; the gradient by a score is σ − y.
        var scores = tensor(new[] { 0, MathF.Log(3), -MathF.Log(3), 0 }, [2, 2]).requires_grad_();

        var loss = LabelObjective.MultiLabel.Loss(scores, [[0], [1]]);
        loss.backward();

        Assert.Equal((2 * Math.Log(2)) + Math.Log(4) + Math.Log(4 / 3.0), loss.item<float>(), 1e-6);
        Numbers.AssertClose(tensor(new[] { -0.5f, 0.75f, 0.25f, -0.5f }, [2, 2]), scores.grad!, 1e-6);
        Numbers.AssertClose(tensor(new[] { 0.5f, 0.75f, 0.25f, 0.5f }, [2, 2]), LabelObjective.MultiLabel.Probabilities(scores), 1e-6);
        Assert.Equal(2, LabelObjective.MultiLabel.TargetsPerText(2));
    }

    [Fact]
    public void The_mean_over_the_targets_of_an_encoder_is_the_loss_of_torch()
    {
        using var noGradient = no_grad();
        var loss = new ClassificationLoss(_bert.Encoder);
        var truth = tensor(new[] { 0f, 0, 1, 1, 0, 1, 0, 0, 0 }, [3, 3]);
        var scores = cat([.. Texts.Select(text => _bert.Encoder.Classify([text.Tokens]))]);

        var expected = nn.functional.binary_cross_entropy_with_logits(scores, truth).item<float>();

        Assert.Equal(9, loss.Targets(Texts));
        Numbers.AssertRelativelyClose(expected, loss.Sum(Texts).item<float>() / 9.0, 1e-5);
    }

    [Fact]
    public void Training_an_encoder_on_label_sets_lowers_it_until_they_are_told()
    {
        var summary = Trainer.OfAllWeights(_bert.Encoder, new ClassificationLoss(_bert.Encoder), new TrainingOptions { LearningRate = 3e-3, Epochs = 80, Batch = 3 }, TimeProvider.System)
            .Train(Texts, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(summary.Loss < 0.1, $"The loss is {summary.Loss}.");
        var probabilities = _bert.Encoder.Probabilities([.. Texts.Select(text => text.Tokens)]);
        Assert.All(Texts.Zip(probabilities), pair => Assert.Equal(pair.First.Labels, Enumerable.Range(0, 3).Where(label => pair.Second[label] > 0.5)));
    }

    [Fact]
    public void The_tokens_of_labels_compete_only_with_each_other()
    {
        using var tiny = new TinyLlama();
        using var noGradient = no_grad();
        int[] tokens = [4, 9, 11];

        var one = new ClassificationLoss(new LabelTokenClassifier(tiny.Decoder, tokens, LabelObjective.SingleLabel)).Sum([new([5, 6, 7], [1])]).item<float>();
        var several = new ClassificationLoss(new LabelTokenClassifier(tiny.Decoder, tokens, LabelObjective.MultiLabel)).Sum([new([5, 6, 7], [1, 2]), new([8], [])]).item<float>();

        var (logits, others) = (Logits([5, 6, 7]), Logits([8]));
        Numbers.AssertRelativelyClose(-logits.log_softmax(0)[1].item<float>(), one, 1e-5);
        var expected = (-logits).sigmoid()[0].log() + logits.sigmoid()[1].log() + logits.sigmoid()[2].log() + (-others).sigmoid().log().sum();
        Numbers.AssertRelativelyClose(-expected.item<float>(), several, 1e-5);

        Tensor Logits(long[] ids) => tiny.Logits(tensor(ids).unsqueeze(0))[0, -1].index_select(0, tensor(tokens.Select(token => (long)token).ToArray()));
    }

    public void Dispose()
    {
        _bert.Dispose();
        _scope.Dispose();
    }
}
