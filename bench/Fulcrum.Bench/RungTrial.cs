using System.Diagnostics;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Bench;

/// <summary>One trial of a rung in this process, on rows of a set in <c>../shared/data</c>.</summary>
internal sealed class RungTrial : IPredictionLog, IProgress<StageProgress>
{
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private (int Right, int All) _test;

    /// <summary>Share of test that was right.</summary>
    public double Accuracy => (double)_test.Right / _test.All;

    /// <summary>Of the whole trial.</summary>
    public double Seconds { get; private init; }

    /// <summary>What the rung reported.</summary>
    public required TrialOutcome Outcome { get; init; }

    /// <summary>The rows of a set with the parts that it comes in.</summary>
    public static async Task<(IReadOnlyList<Example> Train, IReadOnlyList<Example> Test, IReadOnlyList<string> Labels)> Load(string set)
    {
        var data = await DatasetLoader.LoadAsync(new DataSource { Path = Path.Combine(Repository.Folder, "..", "shared", "data", set) }, Repository.Folder);
        var parts = data.Examples.ToLookup(example => data.GivenParts[example.Id]);
        return ([.. parts[DatasetPart.Train]], [.. parts[DatasetPart.Test]], data.Labels);
    }

    /// <summary>Runs it.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="data">Its rows.</param>
    /// <param name="model">Its model, where it needs one.</param>
    /// <param name="settings">Its settings; the defaults where there are none.</param>
    /// <param name="artifact">The folder that its artifact is to stay in; without one it is deleted.</param>
    public static RungTrial Run(IRung rung, DataSplit data, string? model, JsonObject? settings = null, string? artifact = null)
    {
        var folder = Directory.CreateTempSubdirectory("fulcrum-bench-");
        try
        {
            var trial = new RungTrial { Outcome = null! };
            var outcome = TrialPipeline.Run(rung, new TrialContext
            {
                Trial = new Trial { Id = "trial", Rung = rung.Description, Model = model, Seed = 1, Settings = settings ?? [] },
                Task = new TaskDefinition { Name = "task", Data = new DataSource() }.ForLabels(data.Labels),
                Data = data,
                Predictions = trial,
                Progress = trial,
                ArtifactFolder = artifact ?? folder.FullName,
            }, CancellationToken.None);
            return new RungTrial { Outcome = outcome, Seconds = trial._sinceStart.Elapsed.TotalSeconds, _test = trial._test };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Write(Prediction prediction)
    {
        if (prediction.Part == DatasetPart.Test) _test = (_test.Right + (prediction.Predicted == prediction.Labels ? 1 : 0), _test.All + 1);
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        // Nobody is watching.
    }
}
