using System.Globalization;
using System.Text;
using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A task that says what mistakes cost, from its file to the answers of its winner.</summary>
public sealed class DecisionRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_winner_answers_as_the_figures_of_the_report_say()
    {
        _folder.Write("goods.csv", Goods(400));
        _folder.Write("task.yaml", "name: goods\ndata: {path: goods.csv}\nlabels: [fruit, tools]\ncosts: {tools: {fruit: 8}}\n");
        var compared = await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority,classical", "--output", "run");
        Assert.True(compared.ExitCode == 0, compared.Output + compared.Error);

        var predicted = await FulcrumProcess.RunAsync(_folder.Path, "predict", "run", "goods.csv", "-o", "answers.jsonl");
        Assert.True(predicted.ExitCode == 0, predicted.Output + predicted.Error);

        var answers = Lines("answers.jsonl").ToDictionary(line => line.GetProperty("id").GetString()!);
        var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "run", "verdict.json"))).RootElement;
        var winner = verdict.GetProperty("recommended_trial").GetString()!;
        Assert.StartsWith("classical", winner, StringComparison.Ordinal);
        var test = Lines(Path.Combine("run", "trials", winner, "predictions.jsonl")).Where(line => line.GetProperty("part").GetString() == "test").ToArray();
        string Answer(JsonElement line) => answers[line.GetProperty("id").GetString()!].GetProperty("predicted").GetString()!;

        // To overlook tools is dear: what the trial logged as fruit becomes tools, never the other way round.
        var changed = test.Where(line => Answer(line) != line.GetProperty("predicted").GetString()).ToArray();
        Assert.NotEmpty(changed);
        Assert.All(changed, line => Assert.Equal("tools", Answer(line)));

        var tools = test.Where(line => line.GetProperty("label").GetString() == "tools").ToArray();
        var figures = verdict.GetProperty("rungs").EnumerateArray().Single(rung => rung.GetProperty("trial").GetString() == winner)
            .GetProperty("test").GetProperty("per_label").EnumerateArray().Single(label => label.GetProperty("label").GetString() == "tools");
        Assert.Equal(tools.Average(line => Answer(line) == "tools" ? 1.0 : 0), figures.GetProperty("recall").GetDouble(), 12);
    }

    [Fact]
    public async Task Contradictory_keys_end_the_comparison_before_anything_runs()
    {
        _folder.Write("goods.csv", Goods(40));
        _folder.Write("task.yaml", "name: goods\ndata: {path: goods.csv}\nlabels: [fruit, tools]\ncosts: {tools: {fruit: 0}}\nconstraints: {min_recall: {tools: 0.9}}\n");
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority", "--output", "run");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(
            "task.yaml(5,28): `constraints.min_recall` asks that `tools` is found, but `costs` in line 4 makes missing it free. Leave one of them out, or say what missing it costs.",
            ended.Error,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "run")));
    }

    private IEnumerable<JsonElement> Lines(string file) => File.ReadLines(Path.Combine(_folder.Path, file)).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>Rows of which some could be either: a fifth of the words is of the other kind.</summary>
    private static string Goods(int rows)
    {
        string[][] kinds = [["apple", "pear", "plum", "cherry", "quince", "grape"], ["hammer", "saw", "drill", "plane", "chisel", "file"]];
        var random = new Random(1);
        var csv = new StringBuilder("id,text,label\n");
        for (var row = 0; row < rows; row++)
        {
            var kind = row % 2;
            var words = Enumerable.Range(0, 5).Select(_ => kinds[random.NextDouble() < 0.25 ? 1 - kind : kind][random.Next(6)] + " " + Serial(random));
            csv.Append(CultureInfo.InvariantCulture, $"r{row},{string.Join(' ', words)},{(kind == 0 ? "fruit" : "tools")}\n");
        }

        return csv.ToString();
    }

    // Letters, so that rows are no near-duplicates once digits are taken for alike.
    private static string Serial(Random random) => string.Concat(Enumerable.Range(0, 5).Select(_ => (char)('a' + random.Next(26))));
}
