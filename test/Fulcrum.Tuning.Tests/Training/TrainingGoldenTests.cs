using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

/// <summary>Whole trajectories of peft, transformers and torch, step by step.</summary>
public sealed class TrainingGoldenTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TinyLlama tiny = new();

    [Theory]
    [InlineData("lora")]
    [InlineData("lora-clip")]
    [InlineData("lora-cosine")]
    [InlineData("lora-linear")]
    [InlineData("lora-accumulation")]
    [InlineData("lora-everything")]
    [InlineData("rslora")]
    public void Low_rank_adapters_follow_the_reference(string name)
    {
        using var goldens = new TrainingGoldens(name);
        using var lora = LoraModel.Load(tiny.Decoder, goldens.InitialAdapter);

        Follow(goldens, [.. lora.Parameters.Select(parameter => parameter.Value)]);

        Numbers.AssertClose(goldens.Logits, tiny.Logits(goldens.Ids), 1e-4);
    }

    [Theory]
    [InlineData("full-adamw", 5e-4)]
    [InlineData("pretrain", 1e-4)]
    public void All_weights_follow_the_reference(string name, double tolerance)
    {
        using var goldens = new TrainingGoldens(name);

        Follow(goldens, [.. tiny.Decoder.Parameters.Select(parameter => parameter.Value)]);

        Numbers.AssertClose(goldens.Logits, tiny.Logits(goldens.Ids), tolerance);
    }

    [Fact]
    public void The_gradients_of_the_first_step_equal_the_reference()
    {
        using var goldens = new TrainingGoldens("lora");
        using var lora = LoraModel.Load(tiny.Decoder, goldens.InitialAdapter);
        var parameters = lora.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.requires_grad_());
        var batch = goldens.Batches(0).Single();

        (new SequenceLoss(tiny.Decoder).Sum(batch) / batch.Sum(sequence => sequence.Targets.Length)).backward();

        Assert.All(goldens.FirstGradients, golden =>
            Numbers.AssertClose(golden.Gradient, parameters[golden.Name.Replace(".default", "", StringComparison.Ordinal)].grad!, 1e-5));
        Assert.Equal(12, goldens.FirstGradients.Count());
    }

    public void Dispose()
    {
        tiny.Dispose();
        scope.Dispose();
    }

    private void Follow(TrainingGoldens goldens, Tensor[] parameters)
    {
        foreach (var parameter in parameters) parameter.requires_grad_();
        using var training = new TrainingStep(new SequenceLoss(tiny.Decoder), parameters, goldens.Optimizer, goldens.Clip);
        for (var step = 0; step < goldens.Steps; step++)
        {
            var rate = goldens.LearningRate * goldens.Schedule.Factor(step, goldens.Steps);
            var (loss, norm) = training.Run(goldens.Batches(step), rate);
            Numbers.AssertRelativelyClose(goldens.Expected("learning_rate", step), rate, 1e-9);
            Numbers.AssertRelativelyClose(goldens.Expected("loss", step), loss, 1e-5);
            Numbers.AssertRelativelyClose(goldens.Expected("gradient_norm", step), norm, 1e-4);
        }
    }
}
