using Fulcrum.Models;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

/// <summary>Whole trajectories of peft, transformers and torch, step by step.</summary>
public sealed class TrainingGoldenTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyLlama _tiny = new();

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
        using var lora = LoraModel.Load(_tiny.Decoder, goldens.InitialAdapter);

        Follow(goldens, new SequenceLoss(_tiny.Decoder), goldens.Sequence, [.. lora.Parameters.Select(parameter => parameter.Value)]);

        Numbers.AssertClose(goldens.Logits, _tiny.Logits(goldens.Ids), 1e-4);
    }

    [Theory]
    [InlineData("full-adamw", 5e-4)]
    [InlineData("pretrain", 1e-4)]
    public void All_weights_follow_the_reference(string name, double tolerance)
    {
        using var goldens = new TrainingGoldens(name);

        Follow(goldens, new SequenceLoss(_tiny.Decoder), goldens.Sequence, [.. _tiny.Decoder.Parameters.Select(parameter => parameter.Value)]);

        Numbers.AssertClose(goldens.Logits, _tiny.Logits(goldens.Ids), tolerance);
    }

    [Theory]
    [InlineData("full-adamw-seq-cls", 5e-4)]
    [InlineData("head-only", 1e-4)]
    [InlineData("lora-seq-cls", 1e-4)]
    public void An_encoder_with_a_head_follows_the_reference(string name, double tolerance)
    {
        using var goldens = new TrainingGoldens(name);
        using var generator = new Generator(1);
        using var bert = EncoderModel.LoadForClassification(RepositoryFiles.Fixture("models/bert"), ["a", "b", "c"], generator);
        using var lora = name == "lora-seq-cls" ? LoraModel.Load(bert.Encoder, goldens.InitialAdapter) : null;
        if (lora is null) SetHead(bert.Encoder, goldens.InitialHead);
        var trained = lora?.Parameters
            ?? [.. bert.Encoder.Parameters.Where(parameter => name != "head-only" || parameter.Key.StartsWith("classifier.", StringComparison.Ordinal))];
        Assert.Equal(goldens.Case.GetProperty("trainable_parameters").GetInt64(), trained.Sum(parameter => parameter.Value.NumberOfElements));

        Follow(goldens, new ClassificationLoss(bert.Encoder), goldens.Text, [.. trained.Select(parameter => parameter.Value)]);

        using var noGradient = no_grad();
        Numbers.AssertClose(goldens.Logits, bert.Encoder.Classify(goldens.Ids), tolerance);
    }

    [Fact]
    public void Adapters_on_a_base_that_bitsandbytes_quantized_follow_the_reference()
    {
        using var goldens = new TrainingGoldens("qlora-nf4");
        using var folder = new TemporaryFolder();
        WriteQuantized(folder);
        using var model = LanguageModel.Load(folder.Path);
        Assert.True(model.Decoder.IsQuantized);
        using var lora = LoraModel.Load(model.Decoder, goldens.InitialAdapter);

        Follow(goldens, new SequenceLoss(model.Decoder), goldens.Sequence, [.. lora.Parameters.Select(parameter => parameter.Value)]);

        using var noGradient = no_grad();
        Numbers.AssertClose(goldens.Logits, model.Decoder.Logits(model.Decoder.Forward(goldens.Ids)), 1e-4);
    }

    [Fact]
    public void The_gradients_of_the_first_step_equal_the_reference()
    {
        using var goldens = new TrainingGoldens("lora");
        using var lora = LoraModel.Load(_tiny.Decoder, goldens.InitialAdapter);
        var parameters = lora.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.requires_grad_());
        var batch = goldens.Batches(0, goldens.Sequence).Single();

        (new SequenceLoss(_tiny.Decoder).Sum(batch) / batch.Sum(sequence => sequence.Targets.Length)).backward();

        Assert.All(goldens.FirstGradients, golden =>
            Numbers.AssertClose(golden.Gradient, parameters[golden.Name.Replace(".default", "", StringComparison.Ordinal)].grad!, 1e-5));
        Assert.Equal(12, goldens.FirstGradients.Count());
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _scope.Dispose();
    }

    private static void SetHead(Encoder encoder, string path)
    {
        using var noGradient = no_grad();
        using var stored = new SafetensorsFile(path);
        foreach (var (name, parameter) in encoder.Parameters.Where(parameter => stored.Names.Contains(parameter.Key))) parameter.copy_(stored.ReadTensor(name));
    }

    /// <summary>The tiny model as bitsandbytes saves it, with its own codes and scales of every layer.</summary>
    private static void WriteQuantized(TemporaryFolder folder)
    {
        var plain = RepositoryFiles.Fixture("models/llama");
        foreach (var name in (string[])["config.json", "tokenizer.json"]) File.Copy(Path.Combine(plain, name), Path.Combine(folder.Path, name));
        using var weights = WeightSource.Open(plain);
        using var quantized = new SafetensorsFile(RepositoryFiles.Fixture("training/nf4.safetensors"));
        SafetensorsWriter.Write(Path.Combine(folder.Path, "model.safetensors"), weights.Names.SelectMany(name => Tensors(name)));

        IEnumerable<KeyValuePair<string, Tensor>> Tensors(string name)
        {
            var layer = name[..name.LastIndexOf('.')];
            if (!quantized.Names.Contains($"{layer}.packed")) return [new(name, weights.ReadTensor(name))];
            var codes = quantized.Bytes($"{layer}.packed").ToArray();
            var state = $$"""{"quant_type": "nf4", "blocksize": 64, "dtype": "float32", "shape": [{{string.Join(", ", weights.Shape(name))}}]}""";
            return
            [
                new(name, tensor(codes).view(-1, 1)),
                new($"{name}.absmax", quantized.ReadTensor($"{layer}.absmax")),
                new($"{name}.quant_map", quantized.ReadTensor("code")),
                new($"{name}.quant_state.bitsandbytes__nf4", tensor(System.Text.Encoding.UTF8.GetBytes(state))),
            ];
        }
    }

    private static void Follow<T>(TrainingGoldens goldens, ITrainingLoss<T> trainingLoss, Func<int, T> example, Tensor[] parameters)
        where T : ITrainingExample
    {
        foreach (var parameter in parameters) parameter.requires_grad_();
        using var training = new TrainingStep<T>(trainingLoss, parameters, goldens.Optimizer, goldens.Clip);
        for (var step = 0; step < goldens.Steps; step++)
        {
            var rate = goldens.LearningRate * goldens.Schedule.Factor(step, goldens.Steps);
            var (loss, norm) = training.Run(goldens.Batches(step, example), rate);
            Numbers.AssertRelativelyClose(goldens.Expected("learning_rate", step), rate, 1e-9);
            Numbers.AssertRelativelyClose(goldens.Expected("loss", step), loss, 1e-5);
            Numbers.AssertRelativelyClose(goldens.Expected("gradient_norm", step), norm, 1e-4);
        }
    }
}
