using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Families;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Families;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_config_as_transformers_5_writes_it_is_read()
    {
        var configuration = ConfigurationFile.Read(RepositoryFiles.Fixture("models/llama/config.json"));

        Assert.Equal(("llama", 512, 64, 160, 3), (configuration.ModelType, configuration.VocabularySize,
            configuration.HiddenSize, configuration.IntermediateSize, configuration.LayerCount));
        Assert.Equal((4, 2, 16, 256, 1e-5), (configuration.HeadCount, configuration.KeyValueHeadCount,
            configuration.HeadSize, configuration.ContextLength, configuration.NormEpsilon));
        Assert.Equal((10000, null), (configuration.Rotary!.Theta, configuration.Rotary.Divisors));
        Assert.True(configuration.TiedHead);
        Assert.Equal((1, 0), (configuration.BeginToken, configuration.PaddingToken));
        Assert.Equal([2], configuration.EndTokens);
    }

    [Fact]
    public void The_older_form_of_rotary_settings_is_read()
    {
        var configuration = ConfigurationFile.Read(Write(json =>
        {
            json.Remove("rope_parameters");
            json["rope_theta"] = 500;
            json["rope_scaling"] = new JsonObject { ["type"] = "linear", ["factor"] = 4 };
        }));

        Assert.Equal(500, configuration.Rotary!.Theta);
        Assert.Equal(Enumerable.Repeat(4.0, 8), configuration.Rotary.Divisors);
    }

    [Fact]
    public void Llama_3_scaling_keeps_fast_pairs_divides_slow_ones_and_blends_between()
    {
        var divisors = ConfigurationFile.Read(RepositoryFiles.Fixture("models/llama3-rope/config.json")).Rotary!.Divisors!;

        Assert.Equal(1, divisors[0]);
        Assert.Equal(8, divisors[^1]);
        Assert.Equal(divisors.Order(), divisors);
        Assert.Contains(divisors, divisor => divisor is > 1.01 and < 7.99);
    }

    [Theory]
    [InlineData("""{"quant_method": "gptq", "bits": 4}""", "by gptq, which")]
    [InlineData("""{"quant_method": "bitsandbytes", "load_in_4bit": true, "bnb_4bit_quant_type": "fp4"}""", "by bitsandbytes (fp4), which")]
    [InlineData("""{"quant_method": "bitsandbytes", "load_in_8bit": true}""", "by bitsandbytes (int8), which")]
    public void Weights_saved_in_few_bits_are_refused_by_the_name_of_the_method(string quantization, string named)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigurationFile.Read(Write(json => json["quantization_config"] = JsonNode.Parse(quantization)))).Errors);

        Assert.StartsWith($"The weights were saved quantized {named} is not read", error.Message);
        Assert.StartsWith("Give the model that it was made from", error.Remedy);
    }

    [Fact]
    public void Generation_config_adds_tokens_that_end_a_sequence()
    {
        _folder.Write("generation_config.json", """{"eos_token_id": [2, 9]}""");

        Assert.Equal([2, 9], ConfigurationFile.Read(Write(_ => { })).EndTokens);
    }

    [Fact]
    public void An_unknown_model_type_is_refused_with_those_that_are_known()
    {
        var error = Assert.Single(Refused(json => json["model_type"] = "mamba"));

        Assert.Contains("mamba", error.Message);
        Assert.Contains("llama", error.Remedy);
        Assert.Contains("no model_type", Assert.Single(Refused(json => json.Remove("model_type"))).Message);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var errors = Refused(json =>
        {
            json.Remove("hidden_size");
            json["num_hidden_layers"] = -3;
            json["num_key_value_heads"] = 3;
            json["rms_norm_eps"] = "small";
            json["hidden_act"] = "gelu";
            json["rope_parameters"] = new JsonObject { ["rope_type"] = "llama3", ["factor"] = 8 };
        });

        string[] faults = ["gelu", "no hidden_size", "cannot share 3", "num_hidden_layers", "rms_norm_eps", "low_freq_factor", "high_freq_factor", "original_max"];
        Assert.All(faults, fault => Assert.Contains(errors, error => error.Message.Contains(fault, StringComparison.Ordinal)));
        Assert.Equal(faults.Length, errors.Count);
    }

    [Fact]
    public void Unknown_rotary_scaling_is_refused() =>
        Assert.Contains("yarn", Assert.Single(Refused(json => json["rope_parameters"] = new JsonObject { ["rope_type"] = "yarn" })).Message);

    [Fact]
    public void What_is_not_JSON_is_refused_with_the_place()
    {
        var path = _folder.Write("config.json", "{\n  \"model_type\": llama\n}");

        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigurationFile.Read(path)).Errors);

        Assert.Equal((path, 2, 17), (error.File, error.Line, error.Column));
        Assert.Equal("The configuration is not valid JSON: 'l' is an invalid start of a value.", error.Message);
    }

    [Fact]
    public void A_number_beyond_all_numbers_is_refused() =>
        Assert.Equal("rms_norm_eps is not as expected: 1e999.", Assert.Single(Refused(json => json["rms_norm_eps"] = JsonNode.Parse("1e999"))).Message);

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Throws<InputException>(() => ConfigurationFile.Read(Path.Combine(_folder.Path, "config.json")));

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<InputError> Refused(Action<JsonObject> change) =>
        Assert.Throws<InputException>(() => ConfigurationFile.Read(Write(change))).Errors;

    private string Write(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("models/llama/config.json")))!.AsObject();
        change(json);
        return _folder.Write("config.json", json.ToJsonString());
    }
}
