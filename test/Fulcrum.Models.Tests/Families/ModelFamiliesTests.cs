using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Families;

/// <summary>What the families' configurations and checkpoints look like in the wild.</summary>
public sealed class ModelFamiliesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Scaling_that_no_number_says_is_not_written()
    {
        Assert.Throws<NotSupportedException>(() => ConfigurationWriter.Write(Read("llama3-rope")));

        var scaled = Read("llama", json => json["rope_parameters"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = 4 });
        Assert.Equal(scaled.Rotary!.Divisors, Read(ConfigurationWriter.Write(scaled)).Rotary!.Divisors);
    }

    [Fact]
    public void Mistral_has_a_window_unless_its_configuration_says_null()
    {
        Assert.Equal(8, Read("mistral").Window);
        Assert.Equal(4096, Read("mistral", json => json.Remove("sliding_window")).Window);
        Assert.Null(Read("mistral", json => json["sliding_window"] = null).Window);
    }

    [Theory]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void Qwen_has_windows_in_its_upper_layers_only_where_they_are_turned_on(string name)
    {
        Assert.Null(Read(name, json => json["sliding_window"] = 32).Window);

        var turnedOn = Read(name, json =>
        {
            json.Remove("layer_types");
            (json["use_sliding_window"], json["sliding_window"], json["max_window_layers"]) = (true, 32, 2);
        });

        Assert.Equal(32, turnedOn.Window);
        Assert.Equal([false, false, true], turnedOn.WindowLayers);
    }

    [Fact]
    public void Qwen2_has_biases_on_query_key_and_value_only()
    {
        var configuration = Read("qwen2");

        Assert.Equal((true, false, false), (configuration.AttentionBias, configuration.AttentionOutputBias, configuration.FeedForwardBias));
    }

    [Fact]
    public void Qwen3_may_have_heads_wider_than_the_residual_stream()
    {
        var configuration = Read("qwen3");

        Assert.Equal((64, 4, 32), (configuration.HiddenSize, configuration.HeadCount, configuration.HeadSize));
    }

    [Fact]
    public void Falcon_is_of_two_generations()
    {
        var (old, @new) = (Read("falcon"), Read("falcon-new"));

        Assert.Equal((1, 2), (old.KeyValueHeadCount, @new.KeyValueHeadCount));
        Assert.Equal((null, "ln_mlp"), (old.Names.BeforeFeedForward, @new.Names.BeforeFeedForward));
        Assert.Equal(4, Read("falcon", json => json["multi_query"] = false).KeyValueHeadCount);
        Assert.False(Read("falcon", json => json["parallel_attn"] = false).IsParallel);
        Assert.Null(Read("falcon-new", json => json["num_ln_in_parallel_attn"] = 1).Names.BeforeFeedForward);
    }

    [Fact]
    public void Gemma_in_its_older_form_is_read()
    {
        var configuration = Read("gemma3-full", json =>
        {
            foreach (var key in (string[])["rope_parameters", "layer_types", "_sliding_window_pattern"]) json.Remove(key);
            (json["sliding_window_pattern"], json["rope_theta"], json["rope_local_base_freq"]) = (2, 5e5, 2e4);
            json["rope_scaling"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = 8 };
        });

        Assert.Equal([true, false, true], configuration.WindowLayers);
        Assert.Equal((5e5, 2e4), (configuration.Rotary!.Theta, configuration.WindowRotary!.Theta));
        Assert.Equal(8, configuration.Rotary.Divisors![0]);
        Assert.Null(configuration.WindowRotary.Divisors);
    }

    [Fact]
    public void The_text_part_of_a_Gemma_that_sees_may_leave_out_what_is_usual()
    {
        var configuration = Read(new JsonObject
        {
            ["model_type"] = "gemma3",
            ["eos_token_id"] = new JsonArray(1, 106),
            ["text_config"] = new JsonObject { ["hidden_size"] = 2560, ["intermediate_size"] = 10240, ["num_hidden_layers"] = 34, ["sliding_window"] = 1024 },
        });

        Assert.Equal((8, 4, 256, 262_208), (configuration.HeadCount, configuration.KeyValueHeadCount, configuration.HeadSize, configuration.VocabularySize));
        Assert.Equal((1.0 / 16, 1024, true), (configuration.AttentionScale, configuration.Window, configuration.TiedHead));
        Assert.Equal([5, 11, 17, 23, 29], Enumerable.Range(0, 34).Where(layer => !configuration.HasWindow(layer)));
        Assert.Equal([1, 106], configuration.EndTokens);
        Assert.Equal((2, 0), (configuration.BeginToken, configuration.PaddingToken));
    }

    [Theory]
    [InlineData("falcon", "alibi", "true", "ALiBi")]
    [InlineData("falcon", "activation", "\"relu\"", "activation relu")]
    [InlineData("falcon-new", "num_kv_heads", "3", "cannot share 3")]
    [InlineData("gemma3-full", "final_logit_softcapping", "30.0", "final_logit_softcapping")]
    [InlineData("gemma3-full", "use_bidirectional_attention", "true", "sees what follows")]
    [InlineData("gemma3-full", "layer_types", "[\"full_attention\"]", "names 1 layers")]
    [InlineData("gemma3-full", "layer_types", "[\"full_attention\", \"mamba\", \"sliding_attention\"]", "layer type mamba")]
    [InlineData("gpt2", "n_head", "5", "into 5 heads")]
    [InlineData("gpt2", "scale_attn_by_inverse_layer_idx", "true", "layer's number")]
    [InlineData("mistral", "sliding_window", "-1", "sliding_window")]
    [InlineData("falcon", "partial_rotary_factor", "0.5", "partial_rotary_factor is 0.5")]
    [InlineData("gemma3-full", "partial_rotary_factor", "0.5", "partial_rotary_factor is 0.5")]
    [InlineData("llama", "partial_rotary_factor", "0.5", "partial_rotary_factor is 0.5")]
    [InlineData("llama", "rope_parameters", "{\"rope_type\": \"default\", \"partial_rotary_factor\": 0.5}", "partial_rotary_factor is 0.5")]
    [InlineData("phi3", "partial_rotary_factor", "0.75", "partial_rotary_factor is 0.75")]
    [InlineData("phi3", "rope_parameters", "{\"rope_type\": \"longrope\"}", "longrope")]
    public void What_is_not_supported_is_refused_by_name(string name, string key, string value, string message)
    {
        var refused = Assert.Throws<InputException>(() => Read(name, json =>
        {
            if (key == "partial_rotary_factor") json.Remove("rope_parameters");
            json[key] = JsonNode.Parse(value);
        }));

        Assert.Contains(message, Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public void A_part_of_each_head_is_refused_beside_rope_parameters_too() => Assert.Contains(
        "partial_rotary_factor is 0.5", Assert.Throws<InputException>(() => Read("llama", json => json["partial_rotary_factor"] = 0.5)).Message);

    [Fact]
    public void An_unknown_model_type_is_told_every_known_one() => Assert.Contains(
        "Known are: bert, falcon, gemma3, gemma3_text, gpt2, llama, mistral, phi3, qwen2, qwen3",
        Assert.Throws<InputException>(() => Read("llama", json => json["model_type"] = "mamba")).Message);

    [Fact]
    public void GPT2_loads_without_its_prefix_and_with_the_mask_buffers_of_old_checkpoints()
    {
        Rewrite("gpt2", name => name["transformer.".Length..], ("h.0.attn.bias", ones(1, 1, 256, 256)), ("h.2.attn.masked_bias", zeros(1)));

        AssertLogits("gpt2");
    }

    [Theory]
    [InlineData("language_model.model.")]
    [InlineData("model.language_model.")]
    public void Gemma_loads_from_a_checkpoint_that_also_sees(string prefix)
    {
        Rewrite("gemma3-full", name => prefix + name["model.".Length..],
            ("vision_tower.encoder.weight", zeros(2)), ("model.multi_modal_projector.weight", zeros(2)));
        var text = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "config.json")));
        _folder.Write("config.json", new JsonObject { ["model_type"] = "gemma3", ["text_config"] = text }.ToJsonString());

        AssertLogits("gemma3-full");
    }

    [Fact]
    public void A_transposed_weight_of_another_shape_is_refused_with_the_shape_of_the_checkpoint()
    {
        Rewrite("gpt2", name => name);
        _folder.Write("config.json", File.ReadAllText(RepositoryFiles.Fixture("models/gpt2/config.json"))
            .Replace("\"n_inner\": null", "\"n_inner\": 128", StringComparison.Ordinal));

        var refused = Assert.Throws<InputException>(() => LanguageModel.Load(_folder.Path).Dispose());

        Assert.Contains(refused.Errors, error => error.Message ==
            "The tensor transformer.h.0.mlp.c_fc.weight has shape [64, 256] where the configuration asks for [64, 128].");
        Assert.Equal(3 * 3, refused.Errors.Count);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    private ModelConfiguration Read(string name, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture($"models/{name}/config.json")))!.AsObject();
        change?.Invoke(json);
        return Read(json);
    }

    private ModelConfiguration Read(JsonObject json) => ConfigurationFile.Read(_folder.Write("config.json", json.ToJsonString()));

    private void Rewrite(string model, Func<string, string> rename, params (string Name, Tensor Tensor)[] more)
    {
        File.Copy(RepositoryFiles.Fixture($"models/{model}/config.json"), Path.Combine(_folder.Path, "config.json"));
        using var weights = new SafetensorsFile(RepositoryFiles.Fixture($"models/{model}/model.safetensors"));
        using var inner = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), weights.Names
            .Select(name => KeyValuePair.Create(rename(name), weights.ReadTensor(name)))
            .Concat(more.Select(extra => KeyValuePair.Create(extra.Name, extra.Tensor))));
    }

    private void AssertLogits(string name)
    {
        using var model = LanguageModel.Load(_folder.Path);
        using var golden = new Golden(RepositoryFiles.Fixture($"models/{name}/golden.safetensors"));
        Golden.AssertClose(golden["logits"], model.Decoder.Logits(model.Decoder.Forward(golden["input_ids"])), 5e-5);
    }
}
