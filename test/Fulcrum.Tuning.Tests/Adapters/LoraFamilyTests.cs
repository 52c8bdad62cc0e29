using System.Text.Json.Nodes;
using Fulcrum.Models;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Adapters;

/// <summary>PEFT's adapters on every family of decoders, fused and transposed layers among them.</summary>
public sealed class LoraFamilyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases => [
        "lora/falcon", "lora/gemma3", "lora/gpt2", "lora/llama", "lora/mistral", "lora/phi3", "lora/qwen2", "lora/qwen3",
        "lora-all-linear/gpt2", "lora-all-linear/llama",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Adapters_give_the_logits_of_PEFT_apart_and_merged(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var adapter = RepositoryFiles.Fixture($"peft/{name}");
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{Path.GetFileName(name)}"));
        using var golden = new SafetensorsFile(Path.Combine(adapter, "golden.safetensors"));
        var ids = empty([2, 12], ScalarType.Int64);
        golden.Bytes("input_ids").CopyTo(ids.bytes);

        using var lora = LoraModel.Load(model.Decoder, adapter);
        Numbers.AssertClose(golden.ReadTensor("logits"), model.Decoder.Logits(model.Decoder.Forward(ids)), 1e-4);

        lora.Merge();
        Numbers.AssertClose(golden.ReadTensor("merged_logits"), model.Decoder.Logits(model.Decoder.Forward(ids)), 1e-4);
        var tensors = model.Decoder.CheckpointTensors.ToDictionary();
        var merged = golden.Names.Where(tensor => tensor.StartsWith("merged/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(merged);
        Assert.All(merged, tensor => Numbers.AssertClose(golden.ReadTensor(tensor), tensors[tensor["merged/".Length..]], 3e-6));
    }

    [Theory]
    [InlineData("gpt2", true)]
    [InlineData("phi3", false)]
    public void The_saved_configuration_says_how_the_base_stores_its_weights(string name, bool transposed)
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"));
        using var lora = LoraModel.Create(model.Decoder, new LoraOptions(), new Generator(1));

        lora.Save(_folder.Path);

        Assert.Equal(transposed, (bool)JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "adapter_config.json")))!["fan_in_fan_out"]!);
    }

    public void Dispose() => _folder.Dispose();
}
