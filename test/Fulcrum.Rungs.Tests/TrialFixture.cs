using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>Runs one rung on examples in memory and keeps what it logged.</summary>
internal sealed class TrialFixture : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public List<Prediction> Predictions { get; } = [];

    public List<StageProgress> Progress { get; } = [];

    public Action<StageProgress>? OnProgress { get; init; }

    public JsonObject Settings { get; init; } = [];

    public DateTimeOffset? Deadline { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string ArtifactFolder => Path.Combine(_folder.Path, "artifact");

    public TrialOutcome Run(IRung rung, DataSplit data, CancellationToken? cancellationToken = null) => TrialPipeline.Run(
        rung,
        new TrialContext
        {
            Trial = new Trial { Id = "trial", Rung = rung.Description, Seed = 1, Settings = Settings },
            Task = new TaskDefinition { Name = "task", Data = new DataSource() },
            Data = data,
            Predictions = this,
            Progress = this,
            ArtifactFolder = ArtifactFolder,
            Clock = Clock,
            Deadline = Deadline,
        },
        cancellationToken ?? TestContext.Current.CancellationToken);

    public double Accuracy(DatasetPart part = DatasetPart.Test) =>
        Predictions.Where(p => p.Part == part).Average(p => p.Predicted == p.Labels ? 1.0 : 0.0);

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
        Progress.Add(value);
        OnProgress?.Invoke(value);
    }

    public void Dispose() => _folder.Dispose();
}
