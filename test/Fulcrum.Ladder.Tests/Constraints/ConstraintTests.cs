using Fulcrum.Data;
using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Constraints;

public sealed class ConstraintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_task_that_asks_for_nothing_vetoes_nothing() => Assert.Empty(TaskConstraintList.Of(new TaskConstraints()).Check(Subject()));

    [Fact]
    public void Every_constraint_that_is_broken_is_named_with_its_key_and_figures()
    {
        var vetoes = TaskConstraintList.Of(new TaskConstraints
        {
            P95Milliseconds = 200, MemoryMegabytes = 1000, TrainingMinutes = 10, MinRecall = new Dictionary<string, double> { ["phishing"] = 0.9 },
        }).Check(Subject(latency: 350, memory: 2_500_000_000, training: 1200, found: 17));

        Assert.Equal(
            [
                new Veto("a", "constraints.p95_ms", "95\u00a0% of its requests for one text take up to 350\u202fms; at most 200\u202fms are allowed."),
                new Veto("a", "constraints.memory_mb", "It took 2.5\u202fGB of memory at its peak; at most 1\u202fGB are allowed."),
                new Veto("a", "constraints.training_minutes", "It learned for 20\u202fm 00\u202fs; at most 10\u202fm 00\u202fs are allowed."),
                new Veto("a", "constraints.min_recall.phishing", "It finds 85.0\u202f% [64.0, 94.8] of the 20\u00a0rows of `phishing`; at least 90.0\u202f% are asked for."),
            ],
            vetoes);
    }

    [Fact]
    public void What_is_kept_to_the_limit_is_no_veto() => Assert.Empty(TaskConstraintList.Of(new TaskConstraints
    {
        DataStaysHere = true, P95Milliseconds = 100, MemoryMegabytes = 1000, TrainingMinutes = 10, MinRecall = new Dictionary<string, double> { ["phishing"] = 0.9 },
    }).Check(Subject(latency: 100, memory: 1_000_000_000, training: 600, found: 18)));

    [Fact]
    public void What_the_measurement_leaves_open_is_said()
    {
        var doubts = TaskConstraintList.Of(new TaskConstraints
        {
            P95Milliseconds = 200, MemoryMegabytes = 1000, MinRecall = new Dictionary<string, double> { ["phishing"] = 0.9, ["spam"] = 0.5 },
        }).Doubts(Subject(latency: 150, memory: null, found: 18));

        Assert.Equal(
            [
                "Of its 20 requests for one text 100.0\u202f% [83.9, 100.0] took at most 200\u202fms: too few to say whether 95\u00a0% do.",
                "How much memory it took is not known.",
                "It finds 90.0\u202f% [69.9, 97.2] of the 20\u00a0rows of `phishing`: too few rows to say whether it finds 90.0\u202f%.",
                "It answered no row of test with the label `spam`: its recall is not known.",
            ],
            doubts);
    }

    [Fact]
    public void What_is_measured_well_is_not_doubted() => Assert.Empty(TaskConstraintList.Of(new TaskConstraints
    {
        P95Milliseconds = 200, MemoryMegabytes = 1000, TrainingMinutes = 1, MinRecall = new Dictionary<string, double> { ["phishing"] = 0.5 },
    }).Doubts(Subject(latency: 150, requests: 200, found: 18)));

    [Fact]
    public void Data_that_stays_here_vetoes_what_sends_texts_away()
    {
        var asked = TaskConstraintList.Of(new TaskConstraints { DataStaysHere = true });
        var subject = Subject();
        Assert.Empty(asked.Check(subject));
        Assert.Equal(
            [new Veto("a", "constraints.data_stays_here", "It sends texts to api.example.com, but the data stays here.")],
            asked.Check(subject with { Trial = subject.Trial with { SendsTextsTo = "api.example.com" } }));
    }

    [Theory]
    [InlineData("---\nlicense: apache-2.0\n---\n# A model", "apache-2.0")]
    [InlineData("---\nlanguage: en\nlicense:\n- mit\n- gpl-3.0\n---\n", "mit gpl-3.0")]
    [InlineData("---\nlicense: other\nlicense_name: some-community-license\n---\n", "some-community-license")]
    [InlineData("---\nlicense: other\n---\n", "other")]
    [InlineData("# license: mit\n", "")]
    [InlineData("---\nlicense: [\n---\n", "")]
    [InlineData("", "")]
    public void The_license_of_a_model_stands_in_its_card(string card, string licenses)
    {
        _folder.Write("model/README.md", card);
        _folder.Write("model/weights.gguf", "");
        Assert.Equal(licenses, string.Join(' ', ModelLicense.Of(Path.Combine(_folder.Path, "model"))));
        Assert.Equal(licenses, string.Join(' ', ModelLicense.Of(Path.Combine(_folder.Path, "model", "weights.gguf"))));
    }

    [Fact]
    public void Without_a_card_the_configuration_is_asked()
    {
        _folder.Write("model/config.json", """{"license": "mit"}""");
        Assert.Equal(["mit"], ModelLicense.Of(Path.Combine(_folder.Path, "model")));
    }

    [Fact]
    public void Models_with_another_or_an_unknown_license_are_vetoed_where_licenses_are_asked_for()
    {
        _folder.Write("closed/README.md", "---\nlicense: cc-by-nc-4.0\n---\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "unknown"));
        var asked = TaskConstraintList.Of(new TaskConstraints { Licenses = ["MIT", "cc-by-4.0"] });
        Assert.Equal([new Veto("a", "constraints.licenses", "The license of closed is `cc-by-nc-4.0`; allowed: MIT, cc-by-4.0.")], asked.Check(With("closed")));
        Assert.Equal(
            [new Veto("a", "constraints.licenses", "The license of unknown is not known: neither its README.md nor its config.json names one; allowed: MIT, cc-by-4.0.")],
            asked.Check(With("unknown")));
        Assert.Empty(TaskConstraintList.Of(new TaskConstraints { Licenses = ["CC-BY-NC-4.0"] }).Check(With("closed")));
        Assert.Empty(asked.Check(Subject()));
        Assert.Empty(TaskConstraintList.Of(new TaskConstraints()).Check(With("unknown")));

        ConstraintSubject With(string model) => Subject() with { Trial = TestRun.Trial("a", "lora") with { Model = Path.Combine(_folder.Path, model) } };
    }

    private static ConstraintSubject Subject(double latency = 1, long? memory = 1, double training = 0, int found = 20, int requests = 20)
    {
        Prediction[] log = [.. Enumerable.Range(0, 20).Select(i => new Prediction { Part = DatasetPart.Test, Id = $"{i}", Labels = "phishing", Predicted = i < found ? "phishing" : "normal" })];
        double[] latencies = [.. Enumerable.Repeat(latency, requests)];
        var result = new TrialResult
        {
            Status = TrialStatus.Completed, PeakMemoryBytes = memory, Outcome = new TrialOutcome { TrainingSeconds = training, Latencies = latencies },
        };
        return new ConstraintSubject(TestRun.Trial("a"), result, MetricsCalculator.Compute(TaskKind.Classification, ["normal", "phishing", "spam"], log, 1, latencies));
    }
}
