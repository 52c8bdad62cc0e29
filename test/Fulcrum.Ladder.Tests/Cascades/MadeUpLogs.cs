using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Cascades;

/// <summary>Logs of trials in memory, with two labels and rows that are called by part and number.</summary>
internal static class MadeUpLogs
{
    public static readonly string[] Labels = ["ham", "spam"];

    public static string Truth(int row) => Labels[row % 2];

    /// <summary>A trial that says the wrong label where <paramref name="isWrong"/>, with a confidence of its own.</summary>
    public static TrialLog Log(
        RungDescription rung, double milliseconds, Func<int, bool> isWrong, Func<int, double>? confidence, int dev = 300, int test = 200, int shift = 0, bool searched = false) => new(
        new Trial { Id = rung.Name, Rung = rung, Seed = 1, Model = rung.NeedsModel ? "/models/tiny" : null },
        new TrialResult
        {
            Status = TrialStatus.Completed,
            WallSeconds = 10,
            PeakMemoryBytes = 1000,
            Outcome = new TrialOutcome
            {
                Latencies = [.. Enumerable.Range(1, 20).Select(i => milliseconds * i / 10)],
                TrainingSeconds = 3,
                ArtifactBytes = 100,
                Search = searched ? [new SearchStep(new JsonObject { ["c"] = 1 }, 0.9, null, 1)] : [],
            },
        },
        new[] { (DatasetPart.Test, test), (DatasetPart.Dev, dev), (DatasetPart.Shift, shift) }
            .SelectMany(part => Enumerable.Range(0, part.Item2).Select(row => Row(part.Item1, row, milliseconds, isWrong(row), confidence?.Invoke(row))))
            .ToLookup(prediction => prediction.Part));

    private static Prediction Row(DatasetPart part, int row, double milliseconds, bool isWrong, double? confidence)
    {
        var said = isWrong ? 1 - (row % 2) : row % 2;
        return new Prediction
        {
            Part = part,
            Id = $"{part}-{row}",
            Labels = Truth(row),
            Predicted = Labels[said],
            Probabilities = confidence is { } sure ? [said == 0 ? sure : 1 - sure, said == 1 ? sure : 1 - sure] : [],
            Milliseconds = milliseconds,
            PromptTokens = 5,
        };
    }
}
