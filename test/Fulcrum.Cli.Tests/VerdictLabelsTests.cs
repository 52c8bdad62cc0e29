using System.Text.Json;
using Fulcrum.Cli.Tests.Predicting;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary><c>fulcrum verdict RUN --labels</c>: what is in doubt, corrected by somebody, decides again.</summary>
public sealed class VerdictLabelsTests(VerdictLabelsTests.Fixture mislabeled) : IClassFixture<VerdictLabelsTests.Fixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run { get; } = "run";

    private string LabelErrors => Path.Combine(_folder.Path, Run, "label-errors.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Corrected_labels_decide_again_and_stay_until_they_are_forgotten()
    {
        GoodsRun.Copy(mislabeled.Run, Path.Combine(_folder.Path, Run));
        var examples = File.ReadAllText(Path.Combine(_folder.Path, Run, "examples.jsonl"));
        var before = await VerdictAsync();
        var lines = File.ReadAllLines(LabelErrors);
        Assert.Equal("id,part,text,label,suggested,corrected", lines[0]);
        var wrong = lines[1..].Select(line => line.Split(',')).ToArray();
        Assert.NotEmpty(wrong);
        // All that is found is wrong: rows about fruit say tools, and the other way round.
        Assert.All(wrong, cells => Assert.Equal(mislabeled.Wrong[cells[0]], cells[4]));
        File.WriteAllLines(Path.Combine(_folder.Path, "corrected.csv"), [lines[0], .. wrong.Select(cells => string.Join(',', cells[..5].Append(cells[4])))]);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "verdict", Run, "--labels", "corrected.csv", "--json");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.True(Accuracy(ended.Output) > Accuracy(before), $"{Accuracy(before)} → {Accuracy(ended.Output)}");
        Assert.Equal(examples, File.ReadAllText(Path.Combine(_folder.Path, Run, "examples.jsonl")));
        Assert.False(File.Exists(LabelErrors));
        Assert.Contains("Corrected labels: ", File.ReadAllText(Path.Combine(_folder.Path, Run, "report.html")), StringComparison.Ordinal);
        Assert.Equal(ended.Output, await VerdictAsync());

        Assert.Equal(before, await VerdictAsync("--original-labels"));
        Assert.Equal(lines, File.ReadAllLines(LabelErrors));
    }

    [Fact]
    public async Task A_file_with_mistakes_is_refused_and_nothing_is_written()
    {
        GoodsRun.Copy(mislabeled.Run, Path.Combine(_folder.Path, Run));
        var verdict = File.ReadAllText(Path.Combine(_folder.Path, Run, "verdict.json"));
        File.Delete(Path.Combine(_folder.Path, Run, "report.html"));
        _folder.Write("corrected.csv", "id,corrected\nr9999,fruit\nr1,friut\n");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "verdict", Run, "--labels", "corrected.csv");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(
            """
            error: corrected.csv(2): There is no row `r9999` in the run. Keep the ids as they were written.
            error: corrected.csv(3): The label `friut` is not among the task's labels. Did you mean `fruit`?

            """,
            ended.Error);
        Assert.Equal(verdict, File.ReadAllText(Path.Combine(_folder.Path, Run, "verdict.json")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, Run, "report.html")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, Run, "label-corrections.json")));
    }

    [Fact]
    public async Task What_was_written_into_the_file_of_the_run_is_not_lost()
    {
        GoodsRun.Copy(mislabeled.Run, Path.Combine(_folder.Path, Run));
        var lines = File.ReadAllLines(LabelErrors);
        lines[1] += lines[1].Split(',')[4];
        File.WriteAllLines(LabelErrors, lines);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "verdict", Run, "--json");

        Assert.Contains($"Labels that were corrected in {LabelErrors} are not in effect: fulcrum verdict {Path.Combine(_folder.Path, Run)} --labels {LabelErrors}\n", ended.Error, StringComparison.Ordinal);
        Assert.Equal(lines, File.ReadAllLines(LabelErrors));
    }

    private async Task<string> VerdictAsync(params string[] options)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["verdict", Run, "--json", .. options]);
        Assert.True(ended.ExitCode == 0, ended.Error);
        return ended.Output;
    }

    private static double Accuracy(string verdict) => JsonDocument.Parse(verdict).RootElement.GetProperty("rungs").EnumerateArray()
        .Single(rung => rung.GetProperty("name").GetString() == "classical").GetProperty("test").GetProperty("accuracy").GetProperty("value").GetDouble();

    /// <summary>A comparison on goods of which a twentieth has the other's label.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Run => Path.Combine(_folder.Path, "run");

        /// <summary>Id of a row with a wrong label to the right one.</summary>
        public Dictionary<string, string> Wrong { get; } = [];

        public async ValueTask InitializeAsync()
        {
            var lines = MadeUpData.Csv(400).Split('\n');
            for (var line = 7; line < lines.Length - 1; line += 20)
            {
                var cells = lines[line].Split(',');
                Wrong[cells[0]] = cells[2];
                lines[line] = $"{cells[0]},{cells[1]},{(cells[2] == "fruit" ? "tools" : "fruit")}";
            }

            _folder.Write("goods.csv", string.Join('\n', lines));
            var ended = await FulcrumProcess.RunAsync(_folder.Path, FulcrumProcess.CompareWithBuiltin, "goods.csv", "--rungs", "majority,classical,head", "--output", "run");
            Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return default;
        }
    }
}
