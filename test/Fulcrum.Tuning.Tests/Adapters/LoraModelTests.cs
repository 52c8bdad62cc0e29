using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Adapters;

public sealed class LoraModelTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly TinyLlama _tiny = new();
    private readonly Tensor _ids = tensor(new long[] { 1, 25, 120, 11, 22, 21, 63, 69 }).unsqueeze(0);

    [Fact]
    public void Fresh_adapters_change_nothing()
    {
        var before = _tiny.Logits(_ids);

        using var lora = Fresh(new LoraOptions());

        Numbers.AssertClose(before, _tiny.Logits(_ids), 0);
        Assert.Equal(2 * 7 * _tiny.Decoder.Configuration.LayerCount, lora.Parameters.Count);
        Assert.Null(_tiny.Decoder.Head.Adapter);
    }

    [Fact]
    public void Training_moves_only_the_adapters()
    {
        var before = Clone(_tiny.Decoder.Parameters);
        var logits = _tiny.Logits(_ids);
        using var lora = Fresh(new LoraOptions { Dropout = 0.1 });
        var fresh = Clone(lora.Parameters);

        Train(lora);

        Assert.All(before.Zip(_tiny.Decoder.Parameters), pair => Numbers.AssertClose(pair.First, pair.Second.Value, 0));
        Assert.All(fresh.Zip(lora.Parameters), pair => Assert.False(pair.First.equal(pair.Second.Value).all().item<bool>()));
        Assert.False(logits.allclose(_tiny.Logits(_ids)));
    }

    [Fact]
    public void Switched_off_or_disposed_they_leave_the_base()
    {
        var before = _tiny.Logits(_ids);
        using var lora = Fresh(new LoraOptions());
        Train(lora);
        var trained = _tiny.Logits(_ids);

        lora.Enabled = false;
        Numbers.AssertClose(before, _tiny.Logits(_ids), 0);
        lora.Enabled = true;
        Numbers.AssertClose(trained, _tiny.Logits(_ids), 0);
        lora.Dispose();
        Numbers.AssertClose(before, _tiny.Logits(_ids), 0);
    }

    [Fact]
    public void Quantized_weights_take_no_adapters_in()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), precision: WeightPrecision.NF4);
        using var lora = LoraModel.Create(model.Decoder, new LoraOptions(), new Generator(1));

        Assert.False(lora.CanMerge);
        Assert.Contains("full precision", Assert.Throws<InvalidOperationException>(lora.Merge).Message);
        Assert.True(lora.Enabled);
    }

    [Fact]
    public void Merged_equals_unmerged()
    {
        using var lora = LoraModel.Load(_tiny.Decoder, Trained);
        var unmerged = _tiny.Logits(_ids);

        lora.Merge();

        Assert.False(lora.Enabled);
        Numbers.AssertClose(unmerged, _tiny.Logits(_ids), 1e-4);
    }

    [Fact]
    public void Saving_what_was_loaded_gives_the_same_bytes()
    {
        using var first = LoraModel.Load(_tiny.Decoder, Trained);
        first.Save(_folder.Path);
        using var second = LoraModel.Load(_tiny.Decoder, _folder.Path);
        second.Save(Path.Combine(_folder.Path, "again"));

        foreach (var file in (string[])["adapter_model.safetensors", "adapter_config.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.Path, file)), File.ReadAllBytes(Path.Combine(_folder.Path, "again", file)));
    }

    [Fact]
    public void The_files_are_those_that_peft_writes()
    {
        using var lora = LoraModel.Load(_tiny.Decoder, Trained);
        lora.Save(_folder.Path);

        Assert.Equal(["adapter_config.json", "adapter_model.safetensors"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        using var expected = new SafetensorsFile(Path.Combine(Trained, "adapter_model.safetensors"));
        using var written = new SafetensorsFile(Path.Combine(_folder.Path, "adapter_model.safetensors"));
        Assert.Equal(expected.Names, written.Names);
        Assert.All(expected.Names, name => Assert.True(expected.Bytes(name).SequenceEqual(written.Bytes(name))));
        Assert.True(JsonNode.DeepEquals(Configuration(Trained), Configuration(_folder.Path)));
    }

    [Fact]
    public void What_is_more_than_a_plain_adapter_is_refused_with_every_reason()
    {
        using (var lora = LoraModel.Load(_tiny.Decoder, Trained)) lora.Save(_folder.Path);
        var configuration = Configuration(_folder.Path);
        (configuration["use_dora"], configuration["bias"], configuration["r"]) = (true, "all", 0);
        _folder.Write("adapter_config.json", configuration.ToJsonString());

        var refused = Assert.Throws<InputException>(() => LoraModel.Load(_tiny.Decoder, _folder.Path));

        Assert.Equal(3, refused.Errors.Count);
    }

    [Fact]
    public void A_configuration_that_is_not_JSON_is_refused_with_its_place()
    {
        var path = _folder.Write("adapter_config.json", "{\n\"r\": eight}");

        var error = Assert.Single(Assert.Throws<InputException>(() => LoraModel.Load(_tiny.Decoder, _folder.Path)).Errors);

        Assert.Equal((path, 2, 6), (error.File, error.Line, error.Column));
        Assert.Equal("The adapter's configuration is not valid JSON: 'e' is an invalid start of a value.", error.Message);
    }

    [Fact]
    public void An_adapter_of_another_shape_is_refused()
    {
        using (var lora = LoraModel.Load(_tiny.Decoder, Trained)) lora.Save(_folder.Path);
        var configuration = Configuration(_folder.Path);
        configuration["r"] = 4;
        _folder.Write("adapter_config.json", configuration.ToJsonString());

        var refused = Assert.Throws<InputException>(() => LoraModel.Load(_tiny.Decoder, _folder.Path));

        Assert.Equal(12, refused.Errors.Count);
        Assert.Null(_tiny.Decoder.Linears["model.layers.0.self_attn.q_proj"].Adapter);
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }

    private static string Trained => RepositoryFiles.Fixture("training/lora/final");

    private LoraModel Fresh(LoraOptions options) => LoraModel.Create(_tiny.Decoder, options, new Generator(3));

    private void Train(LoraModel lora)
    {
        var trainer = new Trainer<TrainingSequence>(
            new SequenceLoss(_tiny.Decoder), [.. lora.Parameters.Select(parameter => parameter.Value)],
            new TrainingOptions { LearningRate = 1e-2, Batch = 2 }, TimeProvider.System);
        trainer.Train([TrainingSequence.Answer([3, 4, 5], [6]), TrainingSequence.Answer([7, 8], [9, 10]), TrainingSequence.NextToken([11, 12, 13])],
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private static Tensor[] Clone(IEnumerable<KeyValuePair<string, Tensor>> parameters) => [.. parameters.Select(parameter => parameter.Value.clone())];

    private static JsonObject Configuration(string path) =>
        JsonSerializer.Deserialize<JsonObject>(File.ReadAllText(Path.Combine(path, "adapter_config.json")))!;
}
