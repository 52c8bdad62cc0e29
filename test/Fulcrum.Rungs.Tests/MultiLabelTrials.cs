using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>A multi-label task that a tiny model can learn: which of three phrases a text holds, none included.</summary>
internal sealed class MultiLabelTrials : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    public static readonly string[] Labels = ["doctor", "home", "prize"];

    private static readonly string[] Phrases = ["call the doctor", "coming home for lunch", "claim your free prize"];
    private static readonly string[] Ends = ["now", "today", "soon", "at five", "please", "dear", "right away"];

    private readonly TemporaryFolder _folder = new();

    public List<Prediction> Predictions { get; } = [];

    public Prediction[] Test => [.. Predictions.Where(prediction => prediction.Part == DatasetPart.Test)];

    public string Artifact => Path.Combine(_folder.Path, "artifact");

    /// <summary>Share of test with exactly the right labels.</summary>
    public double SubsetAccuracy => Test.Average(prediction => prediction.Predicted == prediction.Labels ? 1.0 : 0);

    /// <summary>F1 over all pairs of a text of test and a label.</summary>
    public double MicroF1 =>
        2.0 * Test.Sum(prediction => prediction.Predicted!.Intersect(prediction.Labels).Count())
        / Test.Sum(prediction => prediction.Predicted!.Count + prediction.Labels.Count);

    /// <summary>Settings with which the rung is quick and learns the task.</summary>
    private static JsonObject Quick(string rung) => rung switch
    {
        "lora" => new() { ["learning_rates"] = new JsonArray(1e-2), ["epochs"] = 6, ["batch"] = 4 },
        "full" => new() { ["learning_rates"] = new JsonArray(3e-3), ["epochs"] = 6, ["batch"] = 4 },
        "scratch" => new() { ["learning_rates"] = new JsonArray(3e-3), ["epochs"] = 8, ["batch"] = 4, ["layers"] = 1, ["hidden"] = 32, ["heads"] = 2, ["pretrain_epochs"] = 1 },
        _ => [],
    };

    public static DataSplit Data(int test = 24) =>
        new() { Train = Examples("train", 96), Dev = Examples("dev", 40), Test = Examples("test", test), Labels = Labels, Seed = 1 };

    /// <summary>Runs a trial; <paramref name="model"/> is a folder of the fixtures, <paramref name="budget"/> seconds.</summary>
    public TrialOutcome Run(
        string rung, string? model = null, int test = 24, TimeProvider? clock = null, double? budget = null, CancellationToken? cancellationToken = null)
    {
        using var rungs = new RungRegistry();
        var context = new TrialContext
        {
            Trial = new Trial
            {
                Id = rung,
                Rung = RungRegistry.Catalog.Find(rung)!,
                Model = model is null ? null : RepositoryFiles.Fixture($"models/{model}"),
                Seed = 5,
                Settings = Quick(rung),
            },
            Task = new TaskDefinition
            {
                Name = "t", Kind = TaskKind.MultiLabel, Data = new DataSource { Path = "none" }, Prompts = [new PromptDefinition { Name = "words", Template = "{labels}? {text}" }],
            },
            Data = Data(test),
            Predictions = this,
            Progress = this,
            ArtifactFolder = Artifact,
            Clock = clock ?? TimeProvider.System,
            Deadline = budget is { } seconds ? clock!.GetUtcNow().AddSeconds(seconds) : null,
        };
        return TrialPipeline.Run(rungs.Find(rung)!, context, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
    }

    public void Dispose() => _folder.Dispose();

    private static Example[] Examples(string part, int count) => [.. Enumerable.Range(0, count).Select(row =>
    {
        int[] labels = [.. Enumerable.Range(0, Labels.Length).Where(label => (row >> label) % 2 == 1)];
        var phrases = row % 3 == 0 ? labels.Reverse() : labels;
        return new Example($"{part}-{row}", string.Join(' ', [.. phrases.Select(label => Phrases[label]), Ends[row % Ends.Length]]), LabelSet.OfList(labels.Select(label => Labels[label])));
    })];
}
