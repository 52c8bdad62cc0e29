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

namespace Fulcrum.Rungs.Tests.Tuned;

/// <summary>A task that a tiny model can learn: which of two words the text holds.</summary>
internal sealed class TuningTrials : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    private static readonly string[] Words = ["coming home for lunch", "claim your free prize"];
    private static readonly string[] Ends = ["now", "today", "soon", "at five", "please", "dear", "right away", "tomorrow"];

    /// <summary>Of every trial.</summary>
    public const int Seed = 5;

    private readonly TemporaryFolder _folder = new();

    public static string Model => RepositoryFiles.Fixture("models/llama");

    public List<Prediction> Predictions { get; } = [];

    public List<string> Stages { get; } = [];

    public string Artifact => Path.Combine(_folder.Path, "artifact");

    public double TestAccuracy => Predictions.Where(prediction => prediction.Part == DatasetPart.Test)
        .Average(prediction => prediction.Predicted == prediction.Labels ? 1.0 : 0);

    public TrialContext Create(string rung, JsonObject settings, int dev = 8, int test = 16, TimeProvider? clock = null, double? budget = null, string? model = null, string[]? labels = null) => new()
    {
        Trial = new Trial { Id = rung, Rung = RungRegistry.Catalog.Find(rung)!, Model = rung == "scratch" ? null : model ?? Model, Seed = Seed, Settings = settings },
        Task = new TaskDefinition
        {
            Name = "t",
            Data = new DataSource { Path = "none" },
            Prompts = [new PromptDefinition { Name = "words", Template = "{labels}? {text}" }],
        },
        Data = new DataSplit
        {
            Train = Examples("train", 32, labels), Dev = Examples("dev", dev, labels), Test = Examples("test", test, labels), Labels = labels ?? PromptTrials.Labels, Seed = 1,
        },
        Predictions = this,
        Progress = this,
        ArtifactFolder = Artifact,
        Clock = clock ?? TimeProvider.System,
        Deadline = budget is { } seconds ? (clock ?? TimeProvider.System).GetUtcNow().AddSeconds(seconds) : null,
    };

    /// <summary>The same but for the trial.</summary>
    public TrialContext With(TrialContext context, Trial trial) => new()
    {
        Trial = trial, Task = context.Task, Data = context.Data, Predictions = this, Progress = this, ArtifactFolder = Artifact, Clock = context.Clock, Deadline = context.Deadline,
    };

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
        if (Stages.Count == 0 || Stages[^1] != value.Stage) Stages.Add(value.Stage);
    }

    public void Dispose() => _folder.Dispose();

    private static Example[] Examples(string part, int count, string[]? labels) =>
        [.. Enumerable.Range(0, count).Select(i => new Example($"{part}-{i}", $"{Words[i % 2]} {Ends[i * 5 / 2 % 8]}", (labels ?? PromptTrials.Labels)[i % 2]))];
}
