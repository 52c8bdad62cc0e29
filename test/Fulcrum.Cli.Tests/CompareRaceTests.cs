using System.Text.Json;
using System.Text.RegularExpressions;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>What the command line shows of the race of arms: budgets, seeds.</summary>
public sealed class CompareRaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_cheap_rungs_leave_of_a_budget_goes_to_the_costly_one()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));
        _folder.Write("task.yaml", "name: goods\nseeds: 1\ndata: {path: goods.csv}\nrungs: {scratch: {layers: 1, hidden: 32, learning_rates: [1e-3], epochs: 1, pretrain_epochs: 1}}");

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "task.yaml", "--rungs", "majority,classical,scratch", "--budget", "2m", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var rungs = Verdict().GetProperty("rungs").EnumerateArray().ToArray();
        Assert.All(rungs, rung => Assert.True(rung.TryGetProperty("test", out _)));
        var trial = JsonDocument.Parse(await File.ReadAllTextAsync(
            Directory.GetFiles(InRun("trials"), "trial.json", SearchOption.AllDirectories).Single(file => file.Contains("scratch", StringComparison.Ordinal) && !file.Contains("pilot", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken));
        var spentBefore = rungs[..2].Sum(rung => rung.GetProperty("seconds").GetDouble());
        Assert.InRange(trial.RootElement.GetProperty("budget_seconds").GetDouble(), 60, 120 - spentBefore);
        Assert.InRange(rungs.Sum(rung => rung.GetProperty("seconds").GetDouble()), 0, 1.05 * 120);
    }

    [Fact]
    public async Task A_seed_leaves_the_split_as_it_is()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));
        foreach (var seed in new[] { "3", "4" })
            await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--seed", seed, "--output", $"run{seed}");

        Assert.Equal(Split("3"), Split("4"));

        string Split(string seed) => File.ReadAllText(Path.Combine(_folder.Path, $"run{seed}", "split.json"));
    }

    [Fact]
    public async Task A_random_rung_that_dev_does_not_tell_from_the_best_is_repeated_and_keeps_one_line()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(120));
        _folder.Write("task.yaml", "name: goods\nseeds: 2\ndata: {path: goods.csv}\nrungs: {scratch: {layers: 1, hidden: 32, epochs: 1, pretrain_epochs: 1}}");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "classical,scratch", "--seed", "5", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.Equal(["classical", "scratch"], Verdict().GetProperty("rungs").EnumerateArray().Select(rung => rung.GetProperty("name").GetString()));
        var again = JsonDocument.Parse(File.ReadAllText(Results().Single(file => file.Contains("-seed-6", StringComparison.Ordinal)))).RootElement.GetProperty("outcome");
        var first = JsonDocument.Parse(File.ReadAllText(Results().Single(file => file.Contains("scratch", StringComparison.Ordinal) && !file.Contains("seed", StringComparison.Ordinal) && !file.Contains("pilot", StringComparison.Ordinal)))).RootElement.GetProperty("outcome");
        Assert.Equal((3, 1), (first.GetProperty("search").GetArrayLength(), again.GetProperty("search").GetArrayLength()));
        Assert.Equal(Rate(first), Rate(again));

        static double Rate(JsonElement outcome) => outcome.GetProperty("chosen").GetProperty("learning_rate").GetDouble();
    }

    [Fact]
    public async Task A_budget_too_short_for_one_pilot_says_what_the_shortest_would_take()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(6000));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,scratch", "--budget", "0.01s", "--output", "run");

        Assert.Equal(1, ended.ExitCode);
        Assert.Matches("The budget of 10.ms is likely too short for scratch: the least of it, a pilot of a model from scratch on 64 rows, takes about ", ended.Error);
        Assert.Matches("the budget was too short for it; a pilot on 64 rows takes about", Regex.Replace(ended.Output, @"\s+", " "));
    }

    private string InRun(string name) => Path.Combine(_folder.Path, "run", name);

    private string[] Results() => Directory.GetFiles(InRun("trials"), "result.json", SearchOption.AllDirectories);

    private JsonElement Verdict() => JsonDocument.Parse(File.ReadAllText(InRun("verdict.json"))).RootElement;
}
