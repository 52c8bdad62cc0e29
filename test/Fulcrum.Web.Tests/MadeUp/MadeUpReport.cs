using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Leakage;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;
using Fulcrum.Tests;

namespace Fulcrum.Web.Tests.MadeUp;

/// <summary>Comparison reports with made-up figures that fit each other.</summary>
internal static class MadeUpReport
{
    /// <summary>Markup that would run, load or break out if it were not escaped; right-to-left text; emoji; a lone surrogate.</summary>
    public const string Hostile =
        "<script>alert(1)</script><img src=x onerror=alert(2)>\"'></style></title><!-- ]]> &amp; {{x}} @Model \u202eאבג مرحبا 👩‍👩‍👧‍👦 \ud83d\0";

    /// <summary>The running case: seven rungs, two labels, a shift part, one failed trial.</summary>
    public static ComparisonReport MailProtect()
    {
        string[] labels = ["legitimate", "phishing"];
        const string model = "/models/SmolLM2-135M-Instruct";
        TrialReport[] trials =
        [
            MadeUpTrial.Completed(TestRungs.Majority, null, labels, 0.52, 0.50, 0.4, 0.09),
            MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.897, 0.71, 6.3, 0.41),
            MadeUpTrial.Completed(TestRungs.ZeroShot, model, labels, 0.613, 0.60, 92, 0.93),
            MadeUpTrial.Completed(TestRungs.FewShot, model, labels, 0.82, 0.78, 148, 1.1),
            MadeUpTrial.Completed(TestRungs.Lora, model, labels, 0.971, 0.913, 512, 2.4),
            MadeUpTrial.Completed(TestRungs.Full, model, labels, 0.974, 0.905, 1934, 4.7),
            MadeUpTrial.Failed(TestRungs.Scratch, null, TrialStage.Worker, "The worker was killed by the system for lack of memory (exit code 137). Give it a smaller batch_size."),
        ];
        return Report("MailProtect", labels, trials, 4) with
        {
            Task = new TaskDefinition
            {
                Name = "MailProtect",
                Description = "Is this mail, sent to a fictional company, an attempt at phishing?",
                Synthetic = true,
                Data = new DataSource { Path = "mails.jsonl", Shift = "shift.jsonl", Group = "family" },
                Prompts =
                [
                    new PromptDefinition { Name = "yes or no", System = "You protect a company's mailbox.", Template = "Is this mail phishing? Answer yes or no.\n\n{text}", Format = AnswerFormat.YesNo, Answers = new Dictionary<string, string> { ["phishing"] = "yes", ["legitimate"] = "no" } },
                    new PromptDefinition { Name = "json", Template = "{text}\n\nAnswer with {\"is_phishing\": BOOL}.", Format = AnswerFormat.Json },
                ],
                Rungs = new Dictionary<string, JsonObject> { ["lora"] = new() { ["learning_rates"] = new JsonArray(0.0002, 0.0005), ["rank"] = 8 } },
            },
            Verdict = MadeUpTrial.Verdict(trials, 4, "Tune it: LoRA on SmolLM2-135M-Instruct reaches 97.1 % [95.4, 98.3].",
            [
                "It is 7.4 points better than classical (p < .001) and cannot be told apart from full tuning, at a quarter of its cost.",
                "On shifted mail it keeps 91.3 %; classical falls to 71.0 %.",
            ]),
        };
    }

    /// <summary>A tie within the margin, with everything that a trial can be: recommended, within the margin, beaten, dominated, left out, not judged, failed.</summary>
    public static ComparisonReport Tie()
    {
        string[] labels = ["legitimate", "phishing"];
        const string model = "/models/SmolLM2-135M-Instruct";
        TrialReport[] trials =
        [
            MadeUpTrial.Completed(TestRungs.Majority, null, labels, 0.52, null, 0.4, 0.09),
            MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.969, null, 6.3, 0.41) with { Robustness = [Effect("all", 200, 0.15, 0.1, 0.2), Effect("typos", 188, 0.02, -0.01, 0.05)] },
            MadeUpTrial.Completed(TestRungs.ZeroShot, model, labels, 0.613, null, 92, 0.93),
            MadeUpTrial.Completed(TestRungs.FewShot, model, labels, 0.82, null, 40, 1.1),
            MadeUpTrial.Completed(TestRungs.Head, model, labels, 0.971, null, 5.1, 0.6) with { Robustness = [Effect("all", 80, 0.05, 0.01, 0.09)] },
            MadeUpTrial.Completed(TestRungs.Lora, model, labels, 0.974, null, 512, 2.4),
            MadeUpTrial.Completed(TestRungs.Full, model, labels, 0.981, null, 1934, 4.7),
            MadeUpTrial.Failed(TestRungs.Scratch, null, TrialStage.Worker, "The worker was killed by the system for lack of memory (exit code 137)."),
        ];
        trials[3] = trials[3] with { Test = trials[3].Test! with { Count = 40 } };
        trials[4] = trials[4] with
        {
            Seeds = [MadeUpTrial.Completed(TestRungs.Head, model, labels, 0.962, null, 5, 0.6), MadeUpTrial.Completed(TestRungs.Head, model, labels, 0.979, null, 5, 0.6)],
            Curve = [Point(64, 0.81, 60), Point(256, 0.93, 240), Point(1024, 0.968, 240)],
        };
        trials[5] = trials[5] with { Curve = [Point(64, 0.71, 60), Point(256, 0.95, 240), Point(1024, 0.972, 240)] };
        string[] ids = [.. trials.Select(trial => trial.Trial.Id)];
        var report = Report("MailProtect", labels, trials, 1);
        string[] uncompared = [ids[3], ids[6]];
        return report with
        {
            Verdict = report.Verdict with
            {
                Kind = VerdictKind.Tie,
                LeadingTrial = ids[5],
                RunnersUp = [ids[4], ids[5]],
                GradeReasons = ["The test part tells as much as 117 independent rows; grade A needs 150."],
                Recommendation = "Drop the LLM: classical. 96.9 % [94.7, 98.3]. Grade B.",
                Reasons =
                [
                    "It loses at most 1 point to the best with a probability of .88 (to LoRA on SmolLM2-135M-Instruct: −0.5 points [−2.5, +1.5] (p = .47)), and costs less.",
                    "Within the margin too, at a higher cost: a linear head on SmolLM2-135M-Instruct, LoRA on SmolLM2-135M-Instruct.",
                    "It flips to a linear head on SmolLM2-135M-Instruct above 2.1 M requests a month, where that costs less.",
                    "Not judged: few-shot on SmolLM2-135M-Instruct (it answered 40 of 400 test rows; all rows take about 7 min).",
                    "Left out: full tuning on SmolLM2-135M-Instruct by `constraints.p95_ms` (its 95th percentile is 310 ms, at most 200 ms is allowed).",
                ],
                Details = ["No significant difference between LoRA and classical: +0.5 points [−1.5, +2.5] (p = .47). On 400 rows 3.1 points would have shown (80 % power).", "A model from scratch failed: The worker was killed."],
                NotJudged = [new(ids[3], "it answered 40 of 400 test rows", "all rows take about 7 min")],
                Vetoes = [new(ids[6], "constraints.p95_ms", "its 95th percentile is 310 ms, at most 200 ms is allowed.")],
                BreakEvens = [new(ids[1], ids[4], 2_100_000, 900_000, 6_000_000), new(ids[1], ids[5], 9_000_000, 4_000_000, null)],
                Dominated = [new(ids[2], [ids[1]])],
                Comparisons = [.. from trial in trials
                                  where trial.Test is not null && trial.Trial.Id != ids[5] && !uncompared.Contains(trial.Trial.Id)
                                  let difference = trial.Test!.Accuracy.Value - 0.974
                                  select new Comparison(trial.Trial.Id, ids[5], new(difference, difference - 0.02, difference + 0.02), 0.2, difference < -0.02 ? 0.0001 : 0.47)
                                  {
                                      Rows = 400,
                                      MinimumDetectableEffect = difference < -0.02 ? null : 0.031,
                                  }],
                Rungs = [.. report.Verdict.Rungs.Select(rung => uncompared.Contains(rung.Trial) ? rung with { IsJudged = false, ProbabilityWithinMargin = null } : rung)],
            },
        };
    }

    /// <summary>Nothing is decided, by the recall of a label, on few rows.</summary>
    public static ComparisonReport NotDecided()
    {
        string[] labels = ["bug", "praise", "question"];
        TrialReport[] trials =
        [
            Few(MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.81, null, 1.9, 0.3)),
            Few(MadeUpTrial.Completed(TestRungs.Scratch, null, labels, 0.86, null, 60, 0.9)),
        ];
        var report = Report("tickets", labels, trials, 1);
        return report with
        {
            Verdict = report.Verdict with
            {
                Kind = VerdictKind.NotDecided,
                Grade = Grade.C,
                Metric = "recall:bug",
                ProbabilityWithinMargin = 0.61,
                Recommendation = "Not decided. Best so far: a model from scratch. 86.0 % [74.2, 92.8] recall of `bug`. Grade C.",
                Rungs = [.. report.Verdict.Rungs.Select(rung => rung with { Figure = rung.Test!.Accuracy })],
            },
        };

        static TrialReport Few(TrialReport trial) => trial with { Test = trial.Test! with { Count = 60 } };
    }

    private static CurvePoint Point(int rows, double accuracy, int devRows) => new(rows, MadeUpTrial.Around(accuracy, 0.04 * Math.Sqrt(64.0 / rows) + 0.01), devRows, rows / 10.0);

    /// <summary>Two rungs without a model, no shift part.</summary>
    public static ComparisonReport Small()
    {
        string[] labels = ["bug", "praise", "question"];
        TrialReport[] trials =
        [
            MadeUpTrial.Completed(TestRungs.Majority, null, labels, 0.4, null, 0.02, 0.08),
            MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.86, null, 1.9, 0.3) with { Robustness = [Effect("all", 200, 0.15, 0.1, 0.2), Effect("typos", 188, 0.02, -0.01, 0.05), Effect("numbers", 12, 0.25, 0.03, 0.6)] },
        ];
        var report = Report("tickets", labels, trials, 1);
        return report with
        {
            PerturbedTexts = [new("typos", "Where is my order?", "Where is my oder?"), new("numbers", "Order 17 is late.", "Order 18 is late.")],
            Verdict = report.Verdict with { OrderChanges = [new(trials[1].Trial.Id, trials[0].Trial.Id, 100, new(0.1, 0.02, 0.18), new(-0.1, -0.18, -0.02))] },
        };
    }

    /// <summary>Twelve trials on 77 long labels; several models with long names.</summary>
    public static ComparisonReport Large()
    {
        string[] labels = [.. Enumerable.Range(1, 77).Select(i => $"balance_not_updated_after_transfer_of_kind_{i}")];
        RungDescription[] ladder = [TestRungs.ZeroShot, TestRungs.FewShot, TestRungs.Lora, TestRungs.Full];
        string[] models = ["/models/SmolLM2-135M-Instruct", "/models/Some-Organization-Very-Long-Model-Name-1.7B-Instruct-v0.3-Q4_0"];
        TrialReport[] trials =
        [
            MadeUpTrial.Completed(TestRungs.Majority, null, labels, 0.013, 0.013, 0.3, 0.1),
            MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.861, 0.80, 44, 0.6),
            .. ladder.SelectMany((rung, i) => models.Select((model, j) =>
                MadeUpTrial.Completed(rung, model, labels, 0.4 + 0.16 * i + 0.012 * j, 0.35 + 0.15 * i, 300 + 2400 * i + 900 * j, 1.2 + 1.1 * i + 2 * j))),
            MadeUpTrial.Completed(TestRungs.Scratch, null, labels, 0.79, 0.7, 640, 1.4),
            MadeUpTrial.Completed(TestRungs.Scratch, null, labels, 0.80, 0.7, 660, 1.4) with { Trial = new Trial { Id = "scratch-again", Rung = TestRungs.Scratch, Seed = 2 } },
        ];
        return Report("banking intents", labels, trials, 8);
    }

    /// <summary>Hostile strings wherever a string can stand, an enormous text, and figures that are not numbers.</summary>
    public static ComparisonReport Nasty()
    {
        string[] labels = [Hostile, new string('W', 300), "مرحبا بالعالم", "", "a\r\nb"];
        var huge = Hostile + new string('x', 3_000_000);
        var good = MadeUpTrial.Completed(TestRungs.Classical, null, labels, 0.7, 0.4, 0, 0, huge, Hostile);
        var prompted = MadeUpTrial.Completed(TestRungs.ZeroShot, "/models/" + Hostile.Replace('/', '|') + new string('M', 200), labels, 0.7, 0.4, 0, 0, huge, Hostile);
        TrialReport[] trials =
        [
            good with { Robustness = [Effect("all", 1, double.NaN, double.NaN, double.NaN), Effect(Hostile, 1, 1, double.NaN, double.NaN)] },
            prompted with { Test = prompted.Test! with { MacroF1 = new(double.NaN, double.NaN, double.NaN), LatencyP50 = double.PositiveInfinity, CalibrationError = double.NaN } },
            MadeUpTrial.Failed(TestRungs.Scratch, null, TrialStage.Rung, Hostile),
        ];
        var report = Report(Hostile, labels, trials, 0);
        return report with
        {
            PerturbedTexts = [new(Hostile, huge, Hostile)],
            Command = $"fulcrum compare '{Hostile}'",
            Task = report.Task with { Description = Hostile, Prompts = [new() { Name = Hostile, System = Hostile, Template = Hostile }] },
            Verdict = MadeUpTrial.Verdict(trials, 0, Hostile, [Hostile]),
            Environment = new Dictionary<string, string> { [Hostile] = Hostile + new string('e', 500) },
            Leakage = new LeakageReport
            {
                Overlaps = [new(DatasetPart.Train, DatasetPart.Test, 3, 2, 1, [new(Hostile, Hostile)])],
                LabelWords = [new(Hostile, Hostile, Hostile, 0.9)],
            },
        };
    }

    /// <summary>One trial, which failed.</summary>
    public static ComparisonReport AllFailed()
    {
        TrialReport[] trials = [MadeUpTrial.Failed(TestRungs.Lora, "/models/tiny", TrialStage.Load, "model.safetensors ends after 12 of 270 MB. Download it again.")];
        var report = Report("broken", ["a", "b"], trials, 0);
        return report with { Verdict = report.Verdict with { RecommendedTrial = null, Recommendation = "No rung completed.", Comparisons = [] } };
    }

    private static PerturbationEffect Effect(string perturbation, int texts, double drop, double low, double high) => new(perturbation)
    {
        Texts = texts, Rows = Math.Min(texts, 100), Accuracy = 0.9 - drop, Unperturbed = 0.9, Drop = new(drop, low, high), FlipRate = 0.2,
    };

    private static ComparisonReport Report(string name, string[] labels, TrialReport[] trials, int recommended) => new()
    {
        Task = new TaskDefinition { Name = name, Data = new DataSource { Path = "data.csv" } },
        Created = new DateTimeOffset(2026, 11, 23, 19, 25, 0, TimeSpan.Zero),
        Verdict = MadeUpTrial.Verdict(trials, recommended, "Take the best.", ["It is the best."]),
        Trials = trials,
        Data = new DataCard
        {
            Rows = Counts(trials, labels).ToDictionary(part => part.Key, part => part.Value.Values.Sum()),
            Counts = Counts(trials, labels),
            Characters = [412, 1893, 9120],
            Notes = ["Columns text and label of data.csv.", "Split by family: no family stands on both sides.", "Near-duplicates were kept together."],
        },
        Leakage = new LeakageReport
        {
            Overlaps = [new(DatasetPart.Train, DatasetPart.Test, 0, 0, 4, [new("mail-0031", "mail-1204")]), new(DatasetPart.Train, DatasetPart.Dev, 0, 0, 0, [])],
            LabelWords = [],
        },
        Environment = new Dictionary<string, string> { ["Fulcrum"] = "0.1.0", ["libtorch"] = "2.10.0 (CPU)", ["Processor"] = "2 cores, AVX-512", ["Memory"] = "8 GB" },
        Command = "fulcrum compare samples/mailprotect --model SmolLM2-135M-Instruct --seed 7",
        DataHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Seed = 7,
    };

    private static Dictionary<DatasetPart, IReadOnlyDictionary<string, int>> Counts(IReadOnlyList<TrialReport> trials, IReadOnlyList<string> labels) =>
        DatasetPartName.OfData.Where(p => p != DatasetPart.Shift || trials.Any(t => t.Shift is not null)).ToDictionary(
            p => p,
            p => (IReadOnlyDictionary<string, int>)labels.Select((label, i) => (label, i)).ToDictionary(l => l.label, l => 100 * (4 - (int)p) + l.i));
}
