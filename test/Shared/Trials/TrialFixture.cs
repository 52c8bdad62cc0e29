using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs;

namespace Fulcrum.Tests;

/// <summary>Trials in this process on examples in memory, one after another in one artifact folder, and what they log.</summary>
/// <param name="task">What they are about unless they are given data of their own; <see cref="MadeUpTask.Phrases"/> by default.</param>
internal sealed class TrialFixture(MadeUpTask? task = null) : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    /// <summary>Of every trial.</summary>
    public const int Seed = 5;

    /// <summary>When the run of every trial was created.</summary>
    public static readonly DateTimeOffset RunCreated = new(2024, 3, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly MadeUpTask _task = task ?? MadeUpTask.Phrases;
    private readonly TemporaryFolder _folder = new();

    /// <summary>The tiny model of trials that need one and are given none.</summary>
    public static string Model => RepositoryFiles.Fixture("models/llama");

    /// <summary>What all trials logged.</summary>
    public List<Prediction> Predictions { get; } = [];

    /// <summary>Everything that was reported.</summary>
    public List<StageProgress> Progress { get; } = [];

    /// <summary>The stages that were reported, each once for all its reports in a row.</summary>
    public IReadOnlyList<string> Stages => [.. Progress.Select(report => report.Stage).Where((stage, i) => i == 0 || Progress[i - 1].Stage != stage)];

    /// <summary>Is told of every report.</summary>
    public Action<StageProgress>? OnProgress { get; init; }

    /// <summary>The folder of the artifact of the last trial.</summary>
    public string Artifact => Path.Combine(_folder.Path, "artifact");

    /// <summary>The share of logged predictions of a part that is right.</summary>
    public double Accuracy(DatasetPart part = DatasetPart.Test) =>
        Predictions.Where(prediction => prediction.Part == part).Average(prediction => prediction.Predicted == prediction.Labels ? 1.0 : 0);

    /// <summary>A trial of a rung.</summary>
    /// <param name="rung">Its name.</param>
    /// <param name="settings">Its settings; the defaults where there are none.</param>
    /// <param name="dev">Rows of dev.</param>
    /// <param name="test">Rows of test.</param>
    /// <param name="shift">Rows of shift.</param>
    /// <param name="clock">The clock; the system's by default.</param>
    /// <param name="budget">Seconds from now.</param>
    /// <param name="prompts">In place of the task's.</param>
    /// <param name="model">In place of <see cref="Model"/>.</param>
    /// <param name="labels">In place of the task's.</param>
    /// <param name="data">In place of the task's; then the numbers of rows and the labels have no effect.</param>
    public TrialContext Create(
        string rung, JsonObject? settings = null, int? dev = null, int? test = null, int shift = 0, TimeProvider? clock = null, double? budget = null,
        PromptDefinition[]? prompts = null, string? model = null, string[]? labels = null, DataSplit? data = null)
    {
        var description = RungRegistry.Catalog.Find(rung)!;
        var now = clock ?? TimeProvider.System;
        return new TrialContext
        {
            Trial = new Trial { Id = rung, Rung = description, Model = description.NeedsModel ? model ?? Model : null, Seed = Seed, Settings = settings ?? [] },
            Task = new TaskDefinition
            {
                Name = "t",
                Data = new DataSource { Path = "none" },
                Prompts = prompts ?? [new PromptDefinition { Name = "words", Template = _task.Template }],
            },
            Data = data ?? _task.Split(dev, test, shift, labels),
            Predictions = this,
            Progress = this,
            ArtifactFolder = Artifact,
            Clock = now,
            RunCreated = RunCreated,
            Deadline = budget is { } seconds ? now.GetUtcNow().AddSeconds(seconds) : null,
        };
    }

    /// <summary>The same with another trial or other data.</summary>
    public TrialContext With(TrialContext context, Trial? trial = null, DataSplit? data = null) => new()
    {
        Trial = trial ?? context.Trial,
        Task = context.Task,
        Data = data ?? context.Data,
        Predictions = this,
        Progress = this,
        ArtifactFolder = Artifact,
        Clock = context.Clock,
        RunCreated = RunCreated,
        Deadline = context.Deadline,
    };

    /// <summary>Runs a trial of a rung on data.</summary>
    public TrialOutcome Run(
        IRung rung, DataSplit data, JsonObject? settings = null, TimeProvider? clock = null, double? budget = null, CancellationToken? cancellationToken = null) =>
        TrialPipeline.Run(
            rung, Create(rung.Description.Name, settings, clock: clock, budget: budget, data: data), cancellationToken ?? TestContext.Current.CancellationToken);

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
        Progress.Add(value);
        OnProgress?.Invoke(value);
    }

    public void Dispose() => _folder.Dispose();
}
