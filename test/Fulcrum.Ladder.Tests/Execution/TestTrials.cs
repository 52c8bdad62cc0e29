using Fulcrum.Data;
using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Execution;

/// <summary>Trials in memory whose texts are their labels, and what they log.</summary>
internal sealed class TestTrials : IPredictionLog, IProgress<StageProgress>
{
    public static readonly string[] Labels = ["ham", "spam"];

    public List<Prediction> Predictions { get; } = [];

    public TrialContext Create(int dev = 6, int test = 9, int shift = 0, TimeProvider? clock = null, double? budget = null, int copied = 0) => new()
    {
        Trial = new Trial { Id = "trial", Rung = TestRungs.Majority, Seed = 5 },
        Task = new TaskDefinition { Name = "t", Data = new DataSource { Path = "none" } },
        Data = new DataSplit { Train = Examples("train", 20), Dev = Examples("dev", dev), Test = Examples("test", test), Shift = Examples("shift", shift), Perturbed = Copies(test, copied), Labels = Labels, Seed = 1 },
        Predictions = this,
        Progress = this,
        ArtifactFolder = "never written",
        Clock = clock ?? TimeProvider.System,
        Deadline = budget is { } seconds ? (clock ?? TimeProvider.System).GetUtcNow().AddSeconds(seconds) : null,
    };

    public void Write(Prediction prediction) => Predictions.Add(prediction);

    public void Report(StageProgress value)
    {
    }

    /// <summary>Two copies of each of the last rows of test, whose texts are their labels too.</summary>
    private static Example[] Copies(int test, int copied) =>
    [
        .. from perturbation in (string[])["typos", "case"]
           from row in Examples("test", test).TakeLast(copied)
           select row with { Id = $"{row.Id}~{perturbation}", Copy = new PerturbedCopy(perturbation, row.Id) },
    ];

    private static Example[] Examples(string part, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example($"{part}-{i}", Labels[i % 2], Labels[i % 2]))];
}
