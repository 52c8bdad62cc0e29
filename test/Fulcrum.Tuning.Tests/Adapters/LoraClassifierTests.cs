using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Adapters;

/// <summary>LoRA on an encoder whose new head is trained and stored with it.</summary>
public sealed class LoraClassifierTests : IDisposable
{
    private static readonly LoraOptions WithHead = new() { ModulesToSave = ["classifier"] };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = new(3);
    private readonly EncoderModel _bert;

    public LoraClassifierTests() => _bert = EncoderModel.LoadForClassification(RepositoryFiles.Fixture("models/bert"), ["a", "b", "c"], _generator);

    [Theory]
    [InlineData("lora")]
    [InlineData("lora-seq-cls")]
    public void An_adapter_of_peft_gives_the_scores_of_peft(string method)
    {
        var stored = RepositoryFiles.Fixture($"peft/{method}/bert");
        var golden = Read(Path.Combine(stored, "golden.safetensors"));

        using var lora = LoraModel.Load(_bert.Encoder, stored);
        Numbers.AssertClose(golden["logits"], Scores(golden, ""), 1e-5);
        Numbers.AssertClose(golden["right_padded/logits"], Scores(golden, "right_padded/"), 1e-5);

        lora.Merge();
        Numbers.AssertClose(golden["merged_logits"], Scores(golden, ""), 1e-5);
    }

    [Fact]
    public void Fresh_adapters_change_nothing_and_spare_the_head()
    {
        var before = Scores();

        using var lora = LoraModel.Create(_bert.Encoder, WithHead, _generator);

        Numbers.AssertClose(before, Scores(), 0);
        Assert.Null(_bert.Encoder.Linears["classifier"].Adapter);
        Assert.NotNull(_bert.Encoder.Linears["bert.pooler.dense"].Adapter);
        Assert.Equal(2 * (3 * 6 + 1) + 2, lora.Parameters.Count);
    }

    [Fact]
    public void Training_moves_the_head_and_disposing_puts_it_back()
    {
        var (before, head) = (Scores(), _bert.Encoder.Linears["classifier"].Weight.clone());
        var lora = LoraModel.Create(_bert.Encoder, WithHead, _generator);

        Train(lora);

        Assert.False(head.allclose(_bert.Encoder.Linears["classifier"].Weight));
        lora.Dispose();
        Numbers.AssertClose(before, Scores(), 0);
    }

    [Fact]
    public void What_is_saved_loads_with_its_head_as_a_classifier_of_peft()
    {
        var lora = LoraModel.Create(_bert.Encoder, WithHead, _generator);
        Train(lora);
        var trained = Scores();
        lora.Save(_folder.Path);
        lora.Dispose();

        using var loaded = LoraModel.Load(_bert.Encoder, _folder.Path);

        Numbers.AssertClose(trained, Scores(), 0);
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "adapter_config.json")))!;
        Assert.Equal("SEQ_CLS", (string?)configuration["task_type"]);
        Assert.Equal("""["classifier"]""", configuration["modules_to_save"]!.ToJsonString());
        Assert.Equal("""["dense","key","query","value"]""", configuration["target_modules"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""["embed_tokens"]""")]
    [InlineData("\"classifier\"")]
    public void Other_modules_to_save_are_refused(string modules)
    {
        using (var lora = LoraModel.Create(_bert.Encoder, WithHead, _generator)) lora.Save(_folder.Path);
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "adapter_config.json")))!;
        configuration["modules_to_save"] = JsonNode.Parse(modules);
        _folder.Write("adapter_config.json", configuration.ToJsonString());

        Assert.Contains("modules_to_save", Assert.Throws<InputException>(() => LoraModel.Load(_bert.Encoder, _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_is_the_cross_entropy_of_the_labels_whatever_the_padding()
    {
        using var noGradient = no_grad();
        LabeledText[] batch = [new([5, 6, 7, 8], [2]), new([9, 10], [0])];
        var loss = new ClassificationLoss(_bert.Encoder);

        var expected = -(_bert.Encoder.Classify([[5, 6, 7, 8]]).log_softmax(1)[0, 2] + _bert.Encoder.Classify([[9, 10]]).log_softmax(1)[0, 0]).item<float>();

        Numbers.AssertRelativelyClose(expected, loss.Sum(batch).item<float>(), 1e-5);
    }

    public void Dispose()
    {
        _bert.Dispose();
        _generator.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }

    private void Train(LoraModel lora) =>
        new Trainer<LabeledText>(new ClassificationLoss(_bert.Encoder), [.. lora.Parameters.Select(parameter => parameter.Value)],
            new TrainingOptions { LearningRate = 1e-2, Batch = 2 }, TimeProvider.System)
            .Train([new([3, 4, 5], [1]), new([7, 8], [0])], cancellationToken: TestContext.Current.CancellationToken);

    private Tensor Scores()
    {
        using var noGradient = no_grad();
        return _bert.Encoder.Classify([[1, 25, 120, 11], [22, 21]]);
    }

    private Tensor Scores(Dictionary<string, Tensor> golden, string batch)
    {
        using var noGradient = no_grad();
        int[] lengths = [.. golden[$"{batch}attention_mask"].sum(1).data<long>().Select(length => (int)length)];
        return _bert.Encoder.Classify(golden[$"{batch}input_ids"], new RowPadding(lengths));
    }

    private static Dictionary<string, Tensor> Read(string file)
    {
        using var stored = new SafetensorsFile(file);
        return stored.Entries.ToDictionary(entry => entry.Name, entry =>
        {
            var tensor = empty([.. entry.Shape], entry.Type == SafetensorsType.I64 ? ScalarType.Int64 : ScalarType.Float32);
            stored.Bytes(entry.Name).CopyTo(tensor.bytes);
            return tensor;
        });
    }
}
