using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>A sample with a model of every architecture, each in a process of its own.</summary>
public sealed class CompareModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public Task A_language_model_is_prompted_and_tuned(string model) => AssertCompletedAsync(model, ["zero-shot", "lora"]);

    [Fact]
    public Task An_encoder_is_tuned() => AssertCompletedAsync("bert", ["lora"]);

    [Fact]
    public async Task The_built_in_model_is_tuned_by_default_and_that_is_said()
    {
        var model = MiniLM.Folder;
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var planned = await FulcrumProcess.RunAsync(_folder.Path, FulcrumProcess.CompareWithBuiltin, "goods.csv", "--plan", "--json");

        var trials = JsonDocument.Parse(planned.Output).RootElement.EnumerateArray();
        Assert.Equal(
            [("majority", null), ("classical", null), ("head", model), ("lora", model), ("full", model), ("scratch", null)],
            trials.Select(trial => (trial.GetProperty("rung").GetProperty("name").GetString(), trial.TryGetProperty("model", out var path) ? path.GetString() : null)));
        Assert.Contains("  head, lora, full use builtin:minilm (all-MiniLM-L6-v2), which comes with Fulcrum; leave it out with --no-builtin.\n", planned.Error, StringComparison.Ordinal);
    }

    private async Task AssertCompletedAsync(string model, string[] rungs)
    {
        CopySample();
        var path = TinyModels.Copy(model, Path.Combine(_folder.Path, model));

        // On a model so small, a second thread only gets in the way.
        using var compare = FulcrumProcess.StartIn(
            _folder.Path, new() { ["OMP_NUM_THREADS"] = "1" }, "compare", "support-intents", "--model", path,
            "--rungs", string.Join(',', rungs), "--train", "16", "--test", "16", "--output", "run");
        var ended = await compare.WaitAsync();

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var verdict = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", "verdict.json"), TestContext.Current.CancellationToken)).RootElement;
        JsonElement[] compared = [.. verdict.GetProperty("rungs").EnumerateArray()];
        Assert.Equal(rungs.Select(rung => (rung, model)), compared.Select(rung => (rung.GetProperty("name").GetString()!, rung.GetProperty("model").GetString()!)));
        Assert.All(compared, rung => Assert.False(rung.TryGetProperty("failure", out var failure), failure.ToString()));
        Assert.All(compared, rung => Assert.Equal(16, rung.GetProperty("test").GetProperty("count").GetInt32()));
    }

    /// <summary>The sample as it is, but for a short dev part and a search of one try.</summary>
    private void CopySample()
    {
        var sample = Path.Combine(RepositoryFiles.Root, "samples", "support-intents");
        foreach (var part in (string[])["train.jsonl", "dev.jsonl", "test.jsonl"])
            _folder.Write($"support-intents/{part}", string.Join('\n', File.ReadLines(Path.Combine(sample, part)).Take(part == "dev.jsonl" ? 16 : int.MaxValue)));
        var rungs = "rungs: {zero-shot: {scoring: sum}, lora: {learning_rates: [1e-3], epochs: 1}}";
        _folder.Write("support-intents/task.yaml", File.ReadAllText(Path.Combine(sample, "task.yaml")) + $"\n{rungs}\n");
    }
}
