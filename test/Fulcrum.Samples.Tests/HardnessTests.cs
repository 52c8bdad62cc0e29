using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Tests;

namespace Fulcrum.Samples.Tests;

/// <summary>The samples are worth a ladder only while the classical rung is neither helpless nor perfect on them.</summary>
public sealed class HardnessTests
{
    [Theory]
    [InlineData("mailprotect", .80, .95)]
    [InlineData("support-intents", .70, .90)]
    public async Task The_classical_rung_is_good_but_not_perfect(string sample, double least, double most)
    {
        var predictions = await RunAsync(sample);
        Assert.InRange(Accuracy(predictions, DatasetPart.Test), least, most);
    }

    [Fact]
    public async Task Shifted_mails_are_harder()
    {
        var predictions = await RunAsync("mailprotect");
        Assert.True(Accuracy(predictions, DatasetPart.Shift) < Accuracy(predictions, DatasetPart.Test) - .05);
    }

    private static double Accuracy(List<Prediction> predictions, DatasetPart part) =>
        predictions.Where(p => p.Part == part).Average(p => p.Predicted == p.Labels ? 1.0 : 0);

    private static async Task<List<Prediction>> RunAsync(string sample)
    {
        var task = TaskReader.Read(Path.Combine(RepositoryFiles.Root, "samples", sample), RungRegistry.Catalog);
        var data = await DatasetLoader.LoadAsync(task.Data, RepositoryFiles.Root, task.LabelRules, null, TestContext.Current.CancellationToken);
        using var folder = new TemporaryFolder();
        var log = new PredictionList();
        TrialPipeline.Run(new ClassicalRung(), 
            new TrialContext
            {
                Trial = new Trial { Id = "classical", Rung = ClassicalRung.Declaration, Seed = 0 },
                Task = task,
                Data = Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken),
                Predictions = log,
                Progress = new Progress<StageProgress>(),
                ArtifactFolder = folder.Path,
            },
            TestContext.Current.CancellationToken);
        return log.All;
    }

    private sealed class PredictionList : IPredictionLog
    {
        public List<Prediction> All { get; } = [];

        public void Write(Prediction prediction) => All.Add(prediction);
    }
}
