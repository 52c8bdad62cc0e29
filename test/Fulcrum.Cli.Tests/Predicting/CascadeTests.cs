using System.Text.Json;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A cascade of two real rungs on a sample, opened in a process of its own, answers as the logs of its parts say.</summary>
public sealed class CascadeTests : IDisposable
{
    private const double Threshold = 0.6;

    private static readonly string Sample = Path.Combine(RepositoryFiles.Root, "samples", "support-intents");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_answers_as_the_logs_of_its_parts_say_and_moves_with_its_models()
    {
        var compared = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", Path.Combine(Sample, "task.yaml"), "--rungs", "majority,classical,head", "--model", MiniLM.Folder, "--output", "run");
        Assert.True(compared.ExitCode == 0, compared.Output + compared.Error);
        var run = new RunFolder(Path.Combine(_folder.Path, "run"));
        var report = ReportBuilder.Build(run);
        Assert.StartsWith("No cascade of classical and a linear head on ", Assert.Single(report.Cascades.Notes), StringComparison.Ordinal);
        Assert.Contains(": dev has 160 rows in ", report.Cascades.Notes[0], StringComparison.Ordinal);
        Assert.Contains(report.Flips, flips => flips.Rows == 320 && flips.Fixed.Count > flips.Broken.Count);

        var (cheap, costly) = (report.Trials[1].Trial.Id, report.Trials[2].Trial.Id);
        CascadeFolder.Write(
            run, [new CascadeSettings { Id = "c", Cheap = cheap, Costly = costly, Threshold = Threshold, Margin = 0.01, Confidence = 0.9, DevRows = 160, DevWasSelected = true }], copyModels: true);
        Directory.Move(run.CascadeFolder, Path.Combine(_folder.Path, "moved"));
        var expected = Log(run, cheap).ToDictionary(
            row => row.Key, row => row.Value.Probabilities.Max() >= Threshold ? row.Value.Predicted : Log(run, costly)[row.Key].Predicted);
        var escalated = Log(run, cheap).Values.Count(row => row.Probabilities.Max() < Threshold);
        Assert.InRange(escalated, 1, 319);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "predict", "moved", Path.Combine(Sample, "test.jsonl"), "-o", "answers.jsonl");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains($"The costly part of the cascade was asked about {escalated} of 320 texts.", ended.Output + ended.Error, StringComparison.Ordinal);
        var answers = File.ReadLines(Path.Combine(_folder.Path, "answers.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(row => row.GetProperty("id").GetString()!, row => row.GetProperty("predicted").GetString());
        Assert.Equal(expected.OrderBy(row => row.Key, StringComparer.Ordinal), answers.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    private static Dictionary<string, (string? Predicted, double[] Probabilities)> Log(RunFolder run, string trial) =>
        run.Trial(trial).ReadPredictions().Where(prediction => prediction.Part == Data.DatasetPart.Test)
            .ToDictionary(prediction => prediction.Id, prediction => (prediction.Predicted?.Only, prediction.Probabilities.ToArray()));
}
