using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Rungs;

/// <summary>A rung that declares itself is known everywhere: in task files, plans, runs and reports.</summary>
public sealed class NewRungTests : IDisposable
{
    private static readonly RungDescription Coin = new()
    {
        Name = "coin", SpokenName = "a tossed coin", Class = RungClass.NoModel, Summary = "heads or tails", Settings = typeof(CoinSettings),
    };

    private static readonly RungCatalog Catalog = new(TestRungs.Majority, Coin);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Its_settings_are_in_the_schema_with_limits_and_defaults()
    {
        var schema = TaskSchema.Create(Catalog)["properties"]!["rungs"]!["properties"]!["coin"]!;

        Assert.Equal("heads or tails", (string?)schema["description"]);
        Assert.Equal("""{"type":["number","null"],"exclusiveMinimum":0,"exclusiveMaximum":1,"default":0.5}""", schema["properties"]!["bias"]!.ToJsonString());
        Assert.Equal("""{"type":["integer","null"],"minimum":1,"default":3}""", schema["properties"]!["tosses"]!.ToJsonString());
    }

    [Theory]
    [InlineData("bias: 1", "4,16): `bias` must be less than 1, not 1.")]
    [InlineData("biass: 0.5", "4,10): `biass` is not known in `coin`. Did you mean `bias`?")]
    [InlineData("bias: 0.9, tosses: 2", "4,29): `tosses` must be odd.")]
    public void Wrong_settings_are_errors_with_line_and_column(string settings, string error)
    {
        var file = _folder.Write("task.yaml", $"name: x\ndata: {{path: .}}\nrungs:\n  coin: {{{settings}}}\n");

        var refused = Assert.Throws<InputException>(() => TaskReader.Read(file, Catalog));

        Assert.Equal($"{file}({error}", Assert.Single(refused.Errors).ToString());
    }

    [Fact]
    public void Its_trial_is_planned_run_and_reported_under_its_name()
    {
        var run = TestRun.Create(_folder.Path);
        var trials = TrialPlanner.Create(Catalog, TestRun.Task with { Rungs = new Dictionary<string, JsonObject> { ["coin"] = new() { ["bias"] = 0.4 } } }, [], [], seed: 1).Trials;
        run.WriteTrials(trials);

        foreach (var trial in trials) Finish(run, trial);
        var report = ReportBuilder.Build(run);

        Assert.Equal(["majority", "coin"], report.Trials.Select(trial => trial.Rung.Name));
        Assert.Equal(0.4, (double)report.Trials[1].Trial.Settings["bias"]!);
        Assert.Contains("a tossed coin", string.Join('\n', report.Verdict.Reasons), StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Dispose();

    private static void Finish(RunFolder run, Trial trial)
    {
        var of = run.Trial(trial.Id);
        using (var log = of.OpenPredictions())
        {
            foreach (var example in run.ReadData().Split.Test)
                log.Write(new Prediction { Part = DatasetPart.Test, Id = example.Id, Labels = example.Labels, Predicted = trial.Rung == Coin ? "spam" : example.Labels });
        }

        of.WriteResult(new TrialResult { Status = TrialStatus.Completed, Outcome = new TrialOutcome(), Predictions = 40 });
    }

    private sealed record CoinSettings : RungSettings
    {
        [Above(0)]
        [Below(1)]
        public double Bias { get; init; } = 0.5;

        [AtLeast(1)]
        public int Tosses { get; init; } = 3;

        public override IEnumerable<SettingError> Check()
        {
            if (Tosses % 2 == 0) yield return new SettingError("tosses", "`tosses` must be odd.");
        }
    }
}
