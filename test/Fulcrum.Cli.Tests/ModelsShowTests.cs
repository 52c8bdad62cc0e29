using System.Text.Json;
using Fulcrum.Models.Builtin;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class ModelsShowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models/llama", 162_240)]
    [InlineData("models/llama-sharded", 162_240)]
    [InlineData("models/gguf/tiny-llama.Q8_0.gguf", 162_240)]
    public async Task Every_form_of_a_model_has_the_same_parameters_and_shape(string model, long parameters)
    {
        var shown = await ShowAsync(RepositoryFiles.Fixture(model));

        Assert.Equal(parameters, shown.GetProperty("parameters").GetInt64());
        Assert.Equal(4 * parameters, shown.GetProperty("memory_bytes").GetProperty("fp32").GetInt64());
        Assert.Equal("llama", shown.GetProperty("architecture").GetString());
        Assert.Equal([3, 4, 2, 64, 256, 512], Numbers(shown, "layer_count", "head_count", "key_value_head_count", "hidden_size", "context_length", "vocabulary_size"));
    }

    [Fact]
    public async Task The_built_in_model_is_shown_by_its_name()
    {
        var prepared = await ShowAsync(MiniLM.Folder);

        var shown = await ShowAsync(BuiltinMiniLM.Name);

        Assert.Equal(22_713_216, shown.GetProperty("parameters").GetInt64());
        Assert.Equal(22_713_216, prepared.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public async Task Memory_shrinks_with_precision_but_for_what_is_not_in_layers()
    {
        var shown = await ShowAsync(RepositoryFiles.Fixture("models/llama"));

        // The 512 × 64 embedding has eight bits, the 7 norms of 64 stay in float32; each layer has 43,008 numbers.
        const int Rest = (512 * 64) + (4 * 512) + (4 * 7 * 64);
        const int Linear = 3 * 43_008;
        var memory = shown.GetProperty("memory_bytes");
        Assert.Equal(2 * 162_240, memory.GetProperty("bf16").GetInt64());
        Assert.Equal(Linear + 4 * 3 * (64 + 32 + 32 + 64 + 160 + 160 + 64) + Rest, memory.GetProperty("int8").GetInt64());
        Assert.Equal(Linear / 2 + Linear / 64 + Linear / (64 * 256) * 4 + Rest, memory.GetProperty("nf4").GetInt64());
    }

    [Fact]
    public async Task A_real_model_is_shown_with_tokenizer_template_and_license()
    {
        var shown = await ShowAsync(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));

        Assert.Equal(134_515_008, shown.GetProperty("parameters").GetInt64());
        Assert.Equal("byte-level BPE", shown.GetProperty("tokenizer").GetString());
        Assert.True(shown.GetProperty("has_chat_template").GetBoolean());
        Assert.Equal([30, 9, 3, 576, 8192, 49152], Numbers(shown, "layer_count", "head_count", "key_value_head_count", "hidden_size", "context_length", "vocabulary_size"));
    }

    [Theory]
    [InlineData("license: apache-2.0", "apache-2.0")]
    [InlineData("license: other\nlicense_name: \"my-license\"", "my-license")]
    [InlineData("tags: [a]", null)]
    public async Task The_license_is_of_the_model_card(string front, string? expected)
    {
        foreach (var file in (string[])["config.json", "model.safetensors"])
            File.Copy(RepositoryFiles.Fixture($"models/llama/{file}"), Path.Combine(_folder.Path, file));
        _folder.Write("README.md", $"---\nlanguage:\n- en\n{front}\n---\nlicense: none\n");

        var shown = await ShowAsync(_folder.Path);

        Assert.Equal(expected, shown.TryGetProperty("license", out var license) ? license.GetString() : null);
    }

    [Fact]
    public async Task A_model_of_an_unknown_type_is_shown_and_why_it_does_not_run()
    {
        File.Copy(RepositoryFiles.Fixture("models/llama/model.safetensors"), Path.Combine(_folder.Path, "model.safetensors"));
        _folder.Write("config.json", "{\"model_type\": \"mamba\"}");

        var shown = await ShowAsync(_folder.Path);
        var read = await FulcrumProcess.RunAsync(_folder.Path, "models", "show", _folder.Path);

        Assert.Equal("mamba", shown.GetProperty("architecture").GetString());
        Assert.Contains("The model type mamba is not known. Known are: bert, ", shown.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("cannot run", read.Output, StringComparison.Ordinal);
        Assert.False((await ShowAsync(RepositoryFiles.Fixture("models/llama"))).TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task Options_before_the_verb_count_or_are_refused()
    {
        var llama = RepositoryFiles.Fixture("models/llama");

        var shown = await FulcrumProcess.RunAsync(_folder.Path, "models", "--json", "show", llama);
        var listed = await FulcrumProcess.RunAsync(_folder.Path, "models", "--path", llama, "--json", "list", "--path", RepositoryFiles.Fixture("models/gpt2"));
        var refused = await FulcrumProcess.RunAsync(_folder.Path, "models", "--path", llama, "show", llama);

        Assert.Equal(162_240, JsonDocument.Parse(shown.Output).RootElement.GetProperty("parameters").GetInt64());
        var folders = JsonDocument.Parse(listed.Output).RootElement.EnumerateArray().Where(model => model.GetProperty("source").GetString() == "folder");
        Assert.Equal([llama, RepositoryFiles.Fixture("models/gpt2")], folders.Select(model => model.GetProperty("path").GetString()));
        Assert.Equal((2, true), (refused.ExitCode, refused.Error.Contains("takes no --path", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tokenizer_without_a_model_is_refused_in_words()
    {
        foreach (var file in (string[])["config.json", "model.safetensors"])
            File.Copy(RepositoryFiles.Fixture($"models/llama/{file}"), Path.Combine(_folder.Path, file));
        _folder.Write("tokenizer.json", "{}");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "models", "show", _folder.Path);

        Assert.Equal((2, true), (ended.ExitCode, ended.Error.Contains("It is no tokenizer: \"model\" is missing.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task People_read_it_as_lines()
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "models", "show", RepositoryFiles.Fixture("models/llama"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("162,240", ended.Output, StringComparison.Ordinal);
        Assert.Contains("NF4", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("hf:no/such/model")]
    public async Task What_is_no_model_is_refused(string model)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "models", "show", model);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("error: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_torch_is_loaded_to_look_at_a_model()
    {
        using var process = FulcrumProcess.StartIn(
            _folder.Path, new() { ["FULCRUM_LIBTORCH"] = "/no/such/folder" }, "models", "show", RepositoryFiles.Fixture("models/llama"));

        Assert.Equal(0, (await process.WaitAsync()).ExitCode);
    }

    private static long[] Numbers(JsonElement shown, params string[] names) => [.. names.Select(name => shown.GetProperty(name).GetInt64())];

    private async Task<JsonElement> ShowAsync(string model)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "models", "show", model, "--json");
        Assert.True(ended.ExitCode == 0, ended.Error);
        return JsonDocument.Parse(ended.Output).RootElement;
    }
}
