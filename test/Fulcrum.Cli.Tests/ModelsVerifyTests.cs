using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class ModelsVerifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Decoders =>
    [
        "llama", "llama3-rope", "mistral", "qwen2", "qwen3", "gemma3", "gemma3-full", "phi3", "falcon", "falcon-new", "gpt2",
    ];

    [Theory]
    [MemberData(nameof(Decoders))]
    public async Task A_model_that_is_the_reference_passes_with_every_output_compared(string name)
    {
        var folder = RepositoryFiles.Fixture($"models/{name}");

        var ended = await VerifyAsync(folder, "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var report = JsonDocument.Parse(ended.Output);
        var outputs = report.RootElement.GetProperty("outputs").EnumerateArray().ToDictionary(o => o.GetProperty("output").GetString()!, o => o.GetProperty("difference").GetDouble());
        Assert.Superset(
            new HashSet<string> { "logits", "left.logits", "right.logits", "token_logprobs", "hidden.embed", "hidden.layer0", "hidden.layer2", "hidden.final", "greedy0.logits", "greedy1.logits" },
            outputs.Keys.ToHashSet());
        Assert.Equal(0, report.RootElement.GetProperty("not_compared").GetArrayLength());
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "golden.json"), TestContext.Current.CancellationToken));
        Assert.Equal(golden.RootElement.GetProperty("suggested_atol").GetDouble(), report.RootElement.GetProperty("tolerance").GetDouble());
        Assert.All(outputs.Values, difference => Assert.InRange(difference, 0, report.RootElement.GetProperty("tolerance").GetDouble()));
    }

    [Fact]
    public async Task An_encoder_that_is_the_reference_passes_with_every_output_compared()
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/bert"), "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var report = JsonDocument.Parse(ended.Output);
        Assert.Equal(9, report.RootElement.GetProperty("outputs").GetArrayLength());
        Assert.Equal(0, report.RootElement.GetProperty("not_compared").GetArrayLength());
    }

    [Fact]
    public async Task A_difference_above_the_tolerance_ends_with_1()
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/llama"), "--tolerance", "0");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Not equal to the reference", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_than_the_reference_ends_with_1()
    {
        foreach (var file in (string[])["model.safetensors", "golden.safetensors", "golden.json"]) Copy("llama", file);
        var config = await File.ReadAllTextAsync(RepositoryFiles.Fixture("models/llama/config.json"), TestContext.Current.CancellationToken);
        _folder.Write("config.json", config.Replace("\"rope_theta\": 10000.0", "\"rope_theta\": 9000.0", StringComparison.Ordinal));
        Assert.NotEqual(config, await File.ReadAllTextAsync(Path.Combine(_folder.Path, "config.json"), TestContext.Current.CancellationToken));

        Assert.Equal(1, (await VerifyAsync(_folder.Path)).ExitCode);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("phi3")]
    public async Task An_adapter_that_is_the_reference_passes_added_and_merged(string name)
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture($"models/{name}"), "--adapter", RepositoryFiles.Fixture($"peft/lora/{name}"), "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var report = JsonDocument.Parse(ended.Output);
        var outputs = Outputs(report);
        Assert.Equal(["base_logits", "logits", "merged_logits"], outputs.Where(name => !IsMerged(name)));
        Assert.Contains(outputs, IsMerged);
        Assert.Equal(0, report.RootElement.GetProperty("not_compared").GetArrayLength());
    }

    [Theory]
    [InlineData("llama", true)]
    [InlineData("gpt2", false)] // where it pads on the left, the reference counts positions over the padding
    public async Task An_adapter_of_a_classifier_passes_added_and_merged(string name, bool paddedLeft)
    {
        var ended = await VerifyAsync(
            RepositoryFiles.Fixture($"models/{name}"), "--adapter", RepositoryFiles.Fixture($"peft/lora-seq-cls/{name}"), "--tolerance", "1e-5", "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var report = JsonDocument.Parse(ended.Output);
        HashSet<string> expected = ["base_logits", "logits", "merged_logits", "right_padded/base_logits", "right_padded/logits"];
        if (paddedLeft) expected.UnionWith(["left_padded/base_logits", "left_padded/logits"]);
        Assert.Equal(expected, Outputs(report).Where(output => !IsMerged(output)).ToHashSet());
        Assert.Contains("merged/score.weight", Outputs(report));
        Assert.Equal(paddedLeft ? 0 : 2, report.RootElement.GetProperty("not_compared").GetArrayLength());
    }

    [Theory]
    [InlineData("tiny-llama.F32")]
    [InlineData("tiny-llama.Q8_0")]
    [InlineData("tiny-qwen2.F32")]
    [InlineData("tiny-qwen2.Q8_0")]
    public async Task A_gguf_that_is_the_reference_passes_given_as_file_and_as_folder(string name)
    {
        File.Copy(RepositoryFiles.Fixture($"models/gguf/{name}.gguf"), Path.Combine(_folder.Path, $"{name}.gguf"));
        File.Copy(RepositoryFiles.Fixture($"models/gguf/{name}.golden.safetensors"), Path.Combine(_folder.Path, "golden.safetensors"));

        foreach (var model in (string[])[_folder.Path, $"{name}.gguf"])
        {
            var ended = await VerifyAsync(model);
            Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        }
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_told_and_their_difference_is_null()
    {
        foreach (var file in (string[])["config.json", "golden.safetensors", "golden.json"]) Copy("llama", file);
        var weights = await File.ReadAllBytesAsync(RepositoryFiles.Fixture("models/llama/model.safetensors"), TestContext.Current.CancellationToken);
        BitConverter.TryWriteBytes(weights.AsSpan(^4), float.NaN);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "model.safetensors"), weights, TestContext.Current.CancellationToken);

        var ended = await VerifyAsync(_folder.Path, "--json");
        var read = await VerifyAsync(_folder.Path);

        Assert.Equal(1, ended.ExitCode);
        using var report = JsonDocument.Parse(ended.Output);
        Assert.Contains("NaN", Assert.Single(report.RootElement.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var logits = report.RootElement.GetProperty("outputs").EnumerateArray().First();
        Assert.Equal((JsonValueKind.Null, false), (logits.GetProperty("difference").ValueKind, logits.GetProperty("passed").GetBoolean()));
        Assert.Contains("warning: The weights hold NaN", read.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("nan")]
    [InlineData("inf")]
    public async Task A_tolerance_that_is_no_number_is_refused(string tolerance)
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/llama"), "--tolerance", tolerance);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"takes a number from 0 up, not {tolerance}", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lora/bert")]
    [InlineData("lora-seq-cls/bert")]
    public async Task An_adapter_of_an_encoder_passes_padded_on_the_right_too(string adapter)
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/bert"), "--adapter", RepositoryFiles.Fixture($"peft/{adapter}"), "--tolerance", "1e-5", "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var report = JsonDocument.Parse(ended.Output);
        Assert.Equal(
            ["base_logits", "right_padded/base_logits", "logits", "right_padded/logits", "merged_logits"],
            Outputs(report).Where(output => !IsMerged(output)));
        Assert.Contains("merged/classifier.weight", Outputs(report));
        Assert.Equal(["left_padded/base_logits", "left_padded/logits"], report.RootElement.GetProperty("not_compared").EnumerateArray().Select(output => output.GetString()));
    }

    [Theory]
    [InlineData("ia3/llama", "IA3")]
    [InlineData("bottleneck/seq_bn/llama", "names no peft_type")]
    [InlineData("dora/llama", "use_dora")]
    [InlineData("pissa/llama", "init_lora_weights is pissa")]
    [InlineData("olora/llama", "init_lora_weights is olora")]
    public async Task An_adapter_of_another_method_is_refused_by_its_name(string adapter, string expected)
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/llama"), "--adapter", RepositoryFiles.Fixture($"peft/{adapter}"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_golden_files_is_told_what_to_write()
    {
        var ended = await VerifyAsync(RepositoryFiles.Fixture("models/llama-sharded"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("golden.safetensors", ended.Error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Outputs(JsonDocument report) =>
        [.. report.RootElement.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("output").GetString()!)];

    private static bool IsMerged(string output) => output.StartsWith("merged/", StringComparison.Ordinal);

    private void Copy(string model, string file) => File.Copy(RepositoryFiles.Fixture($"models/{model}/{file}"), Path.Combine(_folder.Path, file));

    private Task<FulcrumProcess.Ended> VerifyAsync(params string[] arguments) => FulcrumProcess.RunAsync(_folder.Path, ["models", "verify", .. arguments]);
}
