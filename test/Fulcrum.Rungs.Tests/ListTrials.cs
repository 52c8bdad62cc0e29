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

/// <summary>A multi-label task that a tiny model can learn: which of three words the text holds.</summary>
internal sealed class ListTrials : IPredictionLog, IProgress<StageProgress>, IDisposable
{
    private static readonly string[] Words = ["lunch", "prize", "home"];
    private static readonly string[] Ends = ["now", "today", "soon", "please"];

    private readonly TemporaryFolder _folder = new();

    public static readonly string[] Labels = ["food", "money", "way"];

    public List<Prediction> Predictions { get; } = [];

    public string Artifact => Path.Combine(_folder.Path, "artifact");

    public IEnumerable<Prediction> Test => Predictions.Where(prediction => prediction.Part == DatasetPart.Test);

    public double TestAccuracy => Test.Average(prediction => TaskKind.MultiLabel.Score(prediction.Predicted, prediction.Labels));

    public TrialContext Create(string rung, JsonObject settings, int dev = 8, params PromptDefinition[] prompts) => new()
    {
        Trial = new Trial { Id = rung, Rung = RungRegistry.Catalog.Find(rung)!, Model = RepositoryFiles.Fixture("models/llama"), Seed = 5, Settings = settings },
        Task = new TaskDefinition
        {
            Name = "t",
            Kind = TaskKind.MultiLabel,
            Data = new DataSource { Path = "none" },
            Prompts = prompts.Length > 0 ? prompts : [new PromptDefinition { Name = "list", Template = "{text}", Format = AnswerFormat.Json, Constrained = true }],
        },
        Data = new DataSplit { Train = Examples("train", 64), Dev = Examples("dev", dev), Test = Examples("test", 16), Labels = Labels, Seed = 1 },
        Predictions = this,
        Progress = this,
        ArtifactFolder = Artifact,
    };

    /// <summary>Each set of labels as often as any other.</summary>
    public static Example[] Examples(string part, int count) => [.. Enumerable.Range(0, count).Select(i => Create($"{part}-{i}", i % 8, Ends[i / 8 % 4]))];

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
    }

    public void Dispose() => _folder.Dispose();

    private static Example Create(string id, int set, string end)
    {
        int[] chosen = [.. Enumerable.Range(0, Labels.Length).Where(label => (set >> label & 1) == 1)];
        return new Example(id, string.Join(' ', chosen.Select(label => Words[label]).Append(end)), LabelSet.OfList(chosen.Select(label => Labels[label])));
    }
}
