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
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TemporaryFolder folder = new();
    private readonly TinyLlama tiny = new();
    private readonly Tensor ids = tensor(new long[] { 1, 25, 120, 11, 22, 21, 63, 69 }).unsqueeze(0);

    [Fact]
    public void Fresh_adapters_change_nothing()
    {
        var before = tiny.Logits(ids);

        using var lora = Fresh(new LoraOptions());

        Numbers.AssertClose(before, tiny.Logits(ids), 0);
        Assert.Equal(2 * 7 * tiny.Decoder.Configuration.LayerCount, lora.Parameters.Count);
        Assert.Null(tiny.Decoder.Head.Adapter);
    }

    [Fact]
    public void Training_moves_only_the_adapters()
    {
        var before = Clone(tiny.Decoder.Parameters);
        var logits = tiny.Logits(ids);
        using var lora = Fresh(new LoraOptions { Dropout = 0.1 });
        var fresh = Clone(lora.Parameters);

        Train(lora);

        Assert.All(before.Zip(tiny.Decoder.Parameters), pair => Numbers.AssertClose(pair.First, pair.Second.Value, 0));
        Assert.All(fresh.Zip(lora.Parameters), pair => Assert.False(pair.First.equal(pair.Second.Value).all().item<bool>()));
        Assert.False(logits.allclose(tiny.Logits(ids)));
    }

    [Fact]
    public void Switched_off_or_disposed_they_leave_the_base()
    {
        var before = tiny.Logits(ids);
        using var lora = Fresh(new LoraOptions());
        Train(lora);
        var trained = tiny.Logits(ids);

        lora.Enabled = false;
        Numbers.AssertClose(before, tiny.Logits(ids), 0);
        lora.Enabled = true;
        Numbers.AssertClose(trained, tiny.Logits(ids), 0);
        lora.Dispose();
        Numbers.AssertClose(before, tiny.Logits(ids), 0);
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
        using var lora = LoraModel.Load(tiny.Decoder, Trained);
        var unmerged = tiny.Logits(ids);

        lora.Merge();

        Assert.False(lora.Enabled);
        Numbers.AssertClose(unmerged, tiny.Logits(ids), 1e-4);
    }

    [Fact]
    public void Saving_what_was_loaded_gives_the_same_bytes()
    {
        using var first = LoraModel.Load(tiny.Decoder, Trained);
        first.Save(folder.Path);
        using var second = LoraModel.Load(tiny.Decoder, folder.Path);
        second.Save(Path.Combine(folder.Path, "again"));

        foreach (var file in (string[])["adapter_model.safetensors", "adapter_config.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, file)), File.ReadAllBytes(Path.Combine(folder.Path, "again", file)));
    }

    [Fact]
    public void The_files_are_those_that_peft_writes()
    {
        using var lora = LoraModel.Load(tiny.Decoder, Trained);
        lora.Save(folder.Path);

        Assert.Equal(["adapter_config.json", "adapter_model.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        using var expected = new SafetensorsFile(Path.Combine(Trained, "adapter_model.safetensors"));
        using var written = new SafetensorsFile(Path.Combine(folder.Path, "adapter_model.safetensors"));
        Assert.Equal(expected.Names, written.Names);
        Assert.All(expected.Names, name => Assert.True(expected.Bytes(name).SequenceEqual(written.Bytes(name))));
        Assert.True(JsonNode.DeepEquals(Configuration(Trained), Configuration(folder.Path)));
    }

    [Fact]
    public void What_is_more_than_a_plain_adapter_is_refused_with_every_reason()
    {
        using (var lora = LoraModel.Load(tiny.Decoder, Trained)) lora.Save(folder.Path);
        var configuration = Configuration(folder.Path);
        (configuration["use_dora"], configuration["bias"], configuration["r"]) = (true, "all", 0);
        folder.Write("adapter_config.json", configuration.ToJsonString());

        var refused = Assert.Throws<InputException>(() => LoraModel.Load(tiny.Decoder, folder.Path));

        Assert.Equal(3, refused.Errors.Count);
    }

    [Fact]
    public void A_configuration_that_is_not_JSON_is_refused_with_its_place()
    {
        var path = folder.Write("adapter_config.json", "{\n\"r\": eight}");

        var error = Assert.Single(Assert.Throws<InputException>(() => LoraModel.Load(tiny.Decoder, folder.Path)).Errors);

        Assert.Equal((path, 2, 6), (error.File, error.Line, error.Column));
        Assert.Equal("The adapter's configuration is not valid JSON: 'e' is an invalid start of a value.", error.Message);
    }

    [Fact]
    public void An_adapter_of_another_shape_is_refused()
    {
        using (var lora = LoraModel.Load(tiny.Decoder, Trained)) lora.Save(folder.Path);
        var configuration = Configuration(folder.Path);
        configuration["r"] = 4;
        folder.Write("adapter_config.json", configuration.ToJsonString());

        var refused = Assert.Throws<InputException>(() => LoraModel.Load(tiny.Decoder, folder.Path));

        Assert.Equal(12, refused.Errors.Count);
        Assert.Null(tiny.Decoder.Linears["model.layers.0.self_attn.q_proj"].Adapter);
    }

    public void Dispose()
    {
        tiny.Dispose();
        folder.Dispose();
        scope.Dispose();
    }

    private static string Trained => RepositoryFiles.Fixture("training/lora/final");

    private LoraModel Fresh(LoraOptions options) => LoraModel.Create(tiny.Decoder, options, new Generator(3));

    private void Train(LoraModel lora)
    {
        var trainer = new Trainer(
            tiny.Decoder, [.. lora.Parameters.Select(parameter => parameter.Value)],
            new TrainingOptions { LearningRate = 1e-2, Batch = 2 }, TimeProvider.System);
        trainer.Train([TrainingSequence.Answer([3, 4, 5], [6]), TrainingSequence.Answer([7, 8], [9, 10]), TrainingSequence.NextToken([11, 12, 13])],
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private static Tensor[] Clone(IEnumerable<KeyValuePair<string, Tensor>> parameters) => [.. parameters.Select(parameter => parameter.Value.clone())];

    private static JsonObject Configuration(string path) =>
        JsonSerializer.Deserialize<JsonObject>(File.ReadAllText(Path.Combine(path, "adapter_config.json")))!;
}
