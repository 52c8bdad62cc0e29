using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests;

public sealed class LanguageModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_gives_the_model_its_configuration_and_where_its_tokenizer_is()
    {
        var path = RepositoryFiles.Fixture("models/llama");

        using var model = LanguageModel.Load(path);

        Assert.Equal((path, path), (model.Path, model.Folder));
        Assert.Equal(512, model.Configuration.VocabularySize);
    }

    [Fact]
    public void A_GGUF_alone_has_its_own_tokenizer_and_no_folder()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"));

        Assert.Null(model.Folder);
        Assert.Equal(1, model.Tokenizer!.SpecialTokens.Bos);
        Assert.Equal((3, true), (model.Configuration.LayerCount, model.Configuration.TiedHead));
    }

    [Fact]
    public void A_folder_with_a_config_and_one_GGUF_is_a_model()
    {
        File.Copy(RepositoryFiles.Fixture("models/llama/config.json"), Path.Combine(_folder.Path, "config.json"));
        File.Copy(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), Path.Combine(_folder.Path, "any.gguf"));

        using var model = LanguageModel.Load(_folder.Path);

        Assert.Equal(256, model.Configuration.ContextLength);
    }

    [Fact]
    public void The_tokenizer_of_the_folder_wins_over_that_of_the_GGUF()
    {
        var gguf = Path.Combine(_folder.Path, "any.gguf");
        File.Copy(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), gguf);
        var definition = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("models/llama/tokenizer.json")))!;
        definition["added_tokens"] = new JsonArray();
        _folder.Write("tokenizer.json", definition.ToJsonString());

        using var model = LanguageModel.Load(gguf);

        Assert.Equal(_folder.Path, model.Folder);
        Assert.False(model.Tokenizer!.IsSpecial(1));
    }

    [Fact]
    public void Two_GGUFs_in_a_folder_are_refused()
    {
        _folder.Write("a.gguf", "x");
        _folder.Write("b.gguf", "x");

        Assert.Contains("2 weight files", Refused().Message);
    }

    [Fact]
    public void A_missing_model_is_refused() =>
        Assert.Contains("no such model", Assert.Throws<InputException>(() => LanguageModel.Load(Path.Combine(_folder.Path, "absent"))).Message);

    [Fact]
    public void Weights_that_do_not_fit_the_configuration_are_named_all_with_their_shapes()
    {
        Copy();
        _folder.Write("config.json", File.ReadAllText(Path.Combine(_folder.Path, "config.json"))
            .Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4", StringComparison.Ordinal)
            .Replace("\"intermediate_size\": 160", "\"intermediate_size\": 128", StringComparison.Ordinal));

        var errors = Refused().Errors;

        Assert.Contains(errors, error => error.Message == "The tensor model.layers.3.input_layernorm.weight of shape [64] is missing.");
        Assert.Contains(errors, error => error.Message ==
            "The tensor model.layers.0.mlp.down_proj.weight has shape [64, 160] where the configuration asks for [64, 128].");
        Assert.Equal(9 + 3 * 3, errors.Count);
    }

    [Fact]
    public void Weights_that_the_model_has_no_place_for_are_refused()
    {
        Copy();
        using (var weights = new SafetensorsFile(RepositoryFiles.Fixture("models/llama/model.safetensors")))
        using (NewDisposeScope())
        {
            SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), weights.Names
                .Select(name => KeyValuePair.Create(name, weights.ReadTensor(name)))
                .Append(new("model.layers.0.self_attn.q_proj.bias", zeros(64)))
                .Append(new("lm_head.weight", zeros(512, 64)))
                .Append(new("model.layers.0.self_attn.rotary_emb.inv_freq", zeros(8))));
        }

        Assert.Equal("The tensor model.layers.0.self_attn.q_proj.bias has no place in this model.", Assert.Single(Refused().Errors).Message);
    }

    [Fact]
    public void Of_tensors_beyond_number_that_have_no_place_a_few_are_named_and_the_rest_counted()
    {
        Copy();
        File.Delete(Path.Combine(_folder.Path, "model.safetensors"));
        var header = new JsonObject(Enumerable.Range(0, 300_000).Select(i => KeyValuePair.Create(
            $"surplus.{i}", (JsonNode?)new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray(0), ["data_offsets"] = new JsonArray(0, 0) }))).ToJsonString();
        using (var file = new BinaryWriter(File.Create(Path.Combine(_folder.Path, "model.safetensors"))))
        {
            file.Write((long)Encoding.UTF8.GetByteCount(header));
            file.Write(Encoding.UTF8.GetBytes(header));
        }

        var errors = Refused().Errors;

        Assert.Equal(InputErrorList.Shown + 1, errors.Count);
        Assert.StartsWith("The tensor model.embed_tokens.weight of shape [512, 64] is missing.", errors[0].Message, StringComparison.Ordinal);
        Assert.Matches("^[0-9]+ more errors of this file are not shown.$", errors[^1].Message);
    }

    [Fact]
    public void A_truncated_weight_file_is_refused()
    {
        Copy();
        using (var file = File.OpenWrite(Path.Combine(_folder.Path, "model.safetensors"))) file.SetLength(400_000);

        Assert.Contains("outside the file", Refused().Message);
    }

    [Fact]
    public void A_tokenizer_with_more_tokens_than_the_model_is_refused()
    {
        Copy();
        var tokenizer = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "tokenizer.json")))!;
        tokenizer["model"]!["vocab"]!["one too many"] = 512;
        _folder.Write("tokenizer.json", tokenizer.ToJsonString());

        Assert.Contains("token 512", Refused().Message);
    }

    [Fact]
    public void A_damaged_tokenizer_is_refused()
    {
        Copy();
        _folder.Write("tokenizer.json", "{");

        Assert.EndsWith("tokenizer.json", Assert.Single(Refused().Errors).File);
    }

    [Fact]
    public void The_chat_template_is_that_of_the_folder()
    {
        Copy();
        _folder.Write("chat_template.jinja", "{% for m in messages %}[{{ m.content }}]{% endfor %}");

        using var model = LanguageModel.Load(_folder.Path);

        Assert.Equal("[hello]", model.ChatTemplate!.Render([new("user", "hello")], true, model.Tokenizer!.SpecialTokensMap, default));
    }

    [Fact]
    public void A_model_that_was_taught_no_conversations_has_no_chat_template()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Null(model.ChatTemplate);
        Assert.Equal("the", model.Tokenizer!.Decode(model.Tokenizer.Encode("the")));
    }

    public void Dispose() => _folder.Dispose();

    private void Copy()
    {
        foreach (var file in Directory.GetFiles(RepositoryFiles.Fixture("models/llama")))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
    }

    private InputException Refused() => Assert.Throws<InputException>(() => LanguageModel.Load(_folder.Path).Dispose());
}
