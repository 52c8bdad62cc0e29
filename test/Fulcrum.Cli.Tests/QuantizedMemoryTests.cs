using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Native;
using Fulcrum.Tests;
using Fulcrum.Tuning.Checkpoints;
using static TorchSharp.torch;

namespace Fulcrum.Cli.Tests;

/// <summary>What a worker's memory is at its peak while it loads a model, trains adapters on it and predicts: the system's own figure.</summary>
public sealed class QuantizedMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Training_on_quantized_weights_never_holds_the_full_ones()
    {
        var weights = WriteModel();
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var full = await PeakAsync("fp32");
        var int8 = await PeakAsync("int8");
        var nf4 = await PeakAsync("nf4");

        // Had the full weights been kept beside the quantized ones, or all been dequantized at once, the peak would be above that of fp32.
        Assert.True(int8 < full, Figures());
        Assert.True(nf4 < full, Figures());

        string Figures() => $"{weights} weights; peak bytes: fp32 {full}, int8 {int8}, nf4 {nf4}";
    }

    private async Task<long> PeakAsync(string precision)
    {
        var task = $"name: goods\ndata: {{path: goods.csv}}\nrungs: {{lora: {{precision: {precision}, learning_rates: [1e-3], epochs: 1, max_tokens: 32}}}}";
        _folder.Write($"{precision}.yaml", task);

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", $"{precision}.yaml", "--rungs", "lora", "--model", "model", "--train", "16", "--test", "10", "--output", precision, "--json");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var result = JsonDocument.Parse(await File.ReadAllTextAsync(
            Directory.GetFiles(Path.Combine(_folder.Path, precision), "result.json", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(precision, result.GetProperty("outcome").GetProperty("chosen").TryGetProperty("precision", out var chosen) ? chosen.GetString() : "fp32");
        return result.GetProperty("peak_memory_bytes").GetInt64();
    }

    /// <summary>A Llama with random weights, large beside all else that a worker holds; the number of its weights.</summary>
    private long WriteModel()
    {
        var tiny = RepositoryFiles.Fixture("models/llama");
        var configuration = ConfigurationFile.Read(Path.Combine(tiny, "config.json")) with
        {
            HiddenSize = 1024, IntermediateSize = 2816, LayerCount = 4, HeadCount = 16, KeyValueHeadCount = 16, HeadSize = 64,
        };
        var folder = Path.Combine(_folder.Path, "model");
        TorchRuntime.EnsureLoaded();
        using var generator = new Generator(1);
        using var decoder = Decoder.Create(configuration, generator);
        ModelFolder.WriteWeights(folder, decoder);
        ModelFolder.WriteConfiguration(folder, configuration);
        File.Copy(Path.Combine(tiny, "tokenizer.json"), Path.Combine(folder, "tokenizer.json"));
        return decoder.ParameterCount;
    }
}
