using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>Trials on a tiny model with random weights, and what they log.</summary>
internal sealed class PromptTrials : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static readonly string[] Labels = ["ham", "spam"];

    /// <summary>When the runs of these tests were created.</summary>
    public static readonly DateTimeOffset Date = new(2024, 3, 5, 12, 0, 0, TimeSpan.Zero);

    public List<Prediction> Predictions { get; } = [];

    public List<string> Stages { get; } = [];

    public TrialContext Create(
        string rung, JsonObject? settings = null, int dev = 6, int test = 9, int shift = 0, TimeProvider? clock = null, double? budget = null, PromptDefinition[]? prompts = null, string? model = null) =>
        new()
        {
            Trial = new Trial { Id = rung, Rung = RungRegistry.Catalog.Find(rung)!, Model = model ?? RepositoryFiles.Fixture("models/llama"), Seed = 5, Settings = settings ?? [] },
            Task = new TaskDefinition
            {
                Name = "t",
                Data = new DataSource { Path = "none" },
                Prompts = prompts ?? [new PromptDefinition { Name = "words", Template = "{text}" }],
            },
            Data = new DataSplit
            {
                Train = Examples("train", 20), Dev = Examples("dev", dev), Test = Examples("test", test), Shift = Examples("shift", shift), Labels = Labels, Seed = 1,
            },
            Predictions = this,
            Progress = this,
            ArtifactFolder = Path.Combine(_folder.Path, "artifact"),
            Clock = clock ?? TimeProvider.System,
            RunCreated = Date,
            Deadline = budget is { } seconds ? (clock ?? TimeProvider.System).GetUtcNow().AddSeconds(seconds) : null,
        };

    public static Example[] Examples(string part, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example($"{part}-{i}", $"text {i * 37 % 100}", Labels[i % 2]))];

    public void Dispose() => _folder.Dispose();

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value) => Stages.Add(value.Stage);
}
