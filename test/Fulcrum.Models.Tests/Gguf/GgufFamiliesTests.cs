using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Gguf;

/// <summary>Every family's GGUF: what llama.cpp names, orders, adds and leaves unsaid.</summary>
public sealed class GgufFamiliesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("falcon", "falcon")]
    [InlineData("falcon-new", "falcon")]
    [InlineData("gpt2", "gpt2")]
    [InlineData("phi3", "phi3")]
    public void What_is_written_comes_back_with_its_configuration_and_weights(string name, string architecture)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(Copy(name));

        using var back = LanguageModel.Load(Write(model));

        Assert.Equal(architecture, Architecture());
        Assert.Equal(model.Decoder.Parameters.Select(parameter => parameter.Key), back.Decoder.Parameters.Select(parameter => parameter.Key));
        Assert.All(model.Decoder.Parameters.Zip(back.Decoder.Parameters), pair => Golden.AssertClose(pair.First.Value, pair.Second.Value, 0));
        var (before, after) = (model.Configuration, back.Configuration);
        Assert.Equal(before.EndTokens, after.EndTokens);
        Assert.Equal((float?)before.Rotary?.Theta, (float?)after.Rotary?.Theta);
        Assert.Equal((float)before.NormEpsilon, (float)after.NormEpsilon);
        Assert.Equal(before with { Rotary = null, EndTokens = [], PaddingToken = 0 }, after with
        {
            Rotary = null, EndTokens = [], PaddingToken = 0, NormEpsilon = before.NormEpsilon, InitializerRange = before.InitializerRange,
        });
    }

    [Fact]
    public void A_Gemma_is_written_with_one_added_to_its_norms_and_comes_back_without()
    {
        using var scope = NewDisposeScope();
        using var model = Gemma();

        using var back = LanguageModel.Load(Write(model));

        using var raw = new GgufWeights(Path.Combine(_folder.Path, "written.gguf"));
        var stored = new float[64];
        raw.File.Read(raw.File.Tensors["blk.0.post_ffw_norm.weight"], 0, stored);
        Assert.Equal(stored, (model.Decoder.Parameters.ToDictionary()["model.layers.0.post_feedforward_layernorm.weight"] + 1).data<float>());
        Assert.All(model.Decoder.Parameters.Zip(back.Decoder.Parameters), pair => Golden.AssertClose(pair.First.Value, pair.Second.Value, 1e-6));
        Assert.Equal((8, "gemma3_text"), (back.Configuration.Window, back.Configuration.ModelType));
        Assert.Equal(model.Configuration.AttentionScale, back.Configuration.AttentionScale);
        Assert.Equal([true, true, true], back.Configuration.WindowLayers);
    }

    [Theory]
    [InlineData("mistral", "sliding window")]
    [InlineData("gemma3-full", "than every sixth")]
    public void What_llama_cpp_has_fixed_otherwise_is_refused(string name, string reason)
    {
        using var model = LanguageModel.Load(Copy(name));

        Assert.Contains(reason, Assert.Throws<InputException>(() => Write(model)).Message);
    }

    [Theory]
    [InlineData("tiny-qwen2.F32.gguf")]
    [InlineData("tiny-qwen2.Q8_0.gguf")]
    public void Qwen2_gives_the_logits_of_the_weights_in_the_file(string file)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/gguf/{file}"));
        using var golden = new Golden(RepositoryFiles.Fixture($"models/gguf/{Path.ChangeExtension(file, ".golden.safetensors")}"));

        Golden.AssertClose(golden["logits"], model.Decoder.Logits(model.Decoder.Forward(golden["input_ids"])), 2e-4);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A Gemma of random weights as llama.cpp can run it.</summary>
    private LanguageModel Gemma()
    {
        foreach (var file in (string[])["config.json", "tokenizer.json"])
            File.Copy(RepositoryFiles.Fixture($"models/{(file == "config.json" ? "gemma3" : "llama")}/{file}"), Path.Combine(_folder.Path, file));
        using var decoder = Decoder.Create(ConfigurationFile.Read(Path.Combine(_folder.Path, "config.json")), new Generator(1));
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), decoder.CheckpointTensors);
        return LanguageModel.Load(_folder.Path);
    }

    private string Copy(string name) => TinyModels.Copy(name, Path.Combine(_folder.Path, name));

    private string Write(LanguageModel model)
    {
        var path = Path.Combine(_folder.Path, "written.gguf");
        GgufExport.Write(model, path, GgufPrecision.F32, TestContext.Current.CancellationToken);
        return path;
    }

    private string Architecture()
    {
        using var file = new GgufWeights(Path.Combine(_folder.Path, "written.gguf"));
        return (string)file.Metadata["general.architecture"];
    }
}
