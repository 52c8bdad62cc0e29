using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Web.Tests.MadeUp;

/// <summary>Trials with made-up figures.</summary>
internal static class MadeUpTrial
{
    private const int TestRows = 400;

    private const string Mail =
        "Subject: Your parcel is waiting\n\nDear customer,\n\nyour parcel could not be delivered because the address was incomplete. " +
        "Please confirm your address within 24 hours, otherwise it will be returned to the sender and a fee of 2.99 will be charged.\n\n" +
        "Confirm here: parcel-service dot example / confirm\n\nKind regards\nYour delivery team\n\nThis message was sent to you because you are " +
        "registered with us. If you do not want to hear from us, write to the address below.";

    public static TrialReport Completed(
        RungDescription rung, string? model, string[] labels, double accuracy, double? shifted, double seconds, double gigabytes,
        string text = Mail, string note = "Two texts were cut at 512 tokens.")
    {
        var learns = rung.Class is RungClass.ParameterEfficient or RungClass.FullTune or RungClass.FromScratch;
        var prediction = Prediction(labels, wrong: true, rung.Class == RungClass.OutOfTheBox ? note : null);
        return new TrialReport
        {
            Trial = Trial(rung, model),
            Result = new TrialResult
            {
                Status = TrialStatus.Completed,
                WallSeconds = seconds,
                PeakMemoryBytes = (long)(gigabytes * 1e9),
                Outcome = new TrialOutcome
                {
                    Chosen = learns ? new JsonObject { ["learning_rate"] = 0.0002, ["epochs"] = 3 } : new JsonObject { ["learner"] = note },
                    Search = [.. new[] { 0.0001, 0.0002, 0.0005 }.Select((rate, i) => new SearchStep(
                        learns ? new JsonObject { ["learning_rate"] = rate, ["epochs"] = 3 } : new JsonObject { ["learner"] = i == 0 ? note : $"variant {i}" },
                        accuracy * (1 - 0.01 * i), i == 2 ? null : 0.1 + 0.02 * i, seconds / 5))],
                    TrainingSeconds = seconds * 0.7,
                    TestSeconds = seconds * 0.2,
                    TrainedParameters = learns ? 4_884_480 : 0,
                    TotalParameters = model is null ? 0 : 134_515_008,
                    ArtifactBytes = learns ? 19_600_000 : 0,
                    TrainingTokens = learns ? 412_000 : 0,
                    Figures = rung.Class == RungClass.OutOfTheBox ? new Dictionary<string, double> { ["unparsable/json"] = 0.1, ["unread/json"] = 3, ["answers/json"] = 30, ["unparsable/words"] = 0.25, ["prefix tokens"] = 412 } : [],
                    Notes = [note],
                },
            },
            Test = Metrics(labels, accuracy),
            Cost = Cost(rung, model, seconds, gigabytes),
            Shift = shifted is { } s ? Metrics(labels, s) : null,
            Mistakes = [.. Enumerable.Range(0, 3).Select(i => new Mistake(
                new Example($"mail-{i}", i == 1 ? "Short and wrong." : text, labels[0]),
                prediction,
                new Dictionary<string, Prediction> { ["majority"] = Prediction(labels, wrong: false, null), ["classical"] = prediction }))],
        };
    }

    public static TrialReport Failed(RungDescription rung, string? model, TrialStage stage, string reason) => new()
    {
        Trial = Trial(rung, model),
        Result = new TrialResult { Status = TrialStatus.Failed, Failure = new(stage, reason), WallSeconds = 12 },
    };

    public static Verdict Verdict(TrialReport[] trials, int recommended, string recommendation, string[] reasons)
    {
        var best = trials.Where(t => t.Test is not null).MaxBy(t => t.Test!.Accuracy.Value);
        return new Verdict
        {
            Kind = VerdictKind.Decided,
            Grade = Grade.B,
            RecommendedTrial = trials[recommended].Trial.Id,
            LeadingTrial = best?.Trial.Id,
            Recommendation = recommendation,
            Reasons = reasons,
            Comparisons = [.. trials.Where(t => t.Test is not null && t != best).Select(t =>
            {
                var difference = t.Test!.Accuracy.Value - best!.Test!.Accuracy.Value;
                return new Comparison(t.Trial.Id, best.Trial.Id, new(difference, difference - 0.02, difference + 0.02), Math.Exp(200 * difference), Math.Exp(150 * difference))
                {
                    Rows = TestRows,
                    MinimumDetectableEffect = Math.Exp(150 * difference) < VerdictMaker.Alpha ? null : 0.031,
                };
            })],
            Pairs = [.. from one in trials.Index()
                        from other in trials.Skip(one.Index + 1)
                        where one.Item.Test is not null && other.Test is not null
                        let difference = one.Item.Test!.Accuracy.Value - other.Test!.Accuracy.Value
                        select new Comparison(one.Item.Trial.Id, other.Trial.Id, new(difference, difference - 0.02, difference + 0.02), 0.01, 0.04) { Rows = TestRows }],
            Margin = 0.01,
            ProbabilityWithinMargin = 0.88,
            Rungs = [.. trials.Select(t => new RungVerdict
            {
                Trial = t.Trial.Id,
                Name = t.Rung.Name,
                IsJudged = t.Test is not null,
                ProbabilityWithinMargin = t.Test is { } test ? Math.Clamp(1 - 8 * (best!.Test!.Accuracy.Value - test.Accuracy.Value), 0, 1) : null,
                Cost = t.Cost,
                Test = t.Test,
            })],
        };
    }

    /// <summary>What serving costs, where a text takes the hundredth part of the whole trial's seconds.</summary>
    private static ServingCost Cost(RungDescription rung, string? model, double seconds, double gigabytes)
    {
        var perThousand = Around(seconds / 4000, seconds / 40_000) with { High = seconds / 4000 * 1.2 };
        return new ServingCost
        {
            Trial = Id(rung, model),
            Class = rung.Class,
            Terms = new ServingTerms(100_000, 0.1, 12),
            SecondsPerText = Around(seconds / 100, seconds / 1000),
            LatencyP50 = 8.4,
            LatencyP95 = 21.7,
            MemoryBytes = (long)(gigabytes * 1e9),
            PerThousand = perThousand,
            Training = seconds / 36,
            PerMonth = new(perThousand.Value * 100, perThousand.Low * 100, perThousand.High * 100),
            Machines = 0.01,
        };
    }

    private static string Id(RungDescription rung, string? model) => model is null ? rung.Name : $"{rung.Name}-{model.Length}";

    public static Interval Around(double share, double half = 0.02) => new(share, Math.Max(0, share - half * 1.2), Math.Min(1, share + half));

    private static Trial Trial(RungDescription rung, string? model) => new()
    {
        Id = Id(rung, model),
        Rung = rung,
        Model = model,
        Seed = 7,
        BudgetSeconds = model is null ? null : 600,
    };

    private static TaskMetrics Metrics(string[] labels, double accuracy)
    {
        var support = Math.Max(2, TestRows / labels.Length);
        var right = (int)Math.Round(support * accuracy);
        return new TaskMetrics
        {
            Count = support * labels.Length,
            Accuracy = Around(accuracy),
            MacroF1 = Around(accuracy - 0.012, 0.025),
            PerLabel = [.. labels.Select((label, i) => new LabelMetrics(label, accuracy, accuracy * (1 - 0.01 * (i % 3)), accuracy * (1 - 0.005 * (i % 3)), support))],
            Confusion = [.. labels.Select((_, truth) => (IReadOnlyList<int>)[.. Enumerable.Range(0, labels.Length + 1).Select(answer =>
                answer == truth ? right : answer == (truth + 1) % labels.Length ? Math.Max(0, support - right - 1) : answer == labels.Length && support > right ? 1 : 0)])],
            CalibrationError = 0.041,
            Calibration = [.. Enumerable.Range(1, 15).Select(i => new CalibrationBin(0.5 + i / 31.0, Math.Clamp(0.44 + i / 29.0 + 0.03 * (i % 3), 0, 1), support * labels.Length / 15))],
            LatencyP50 = 8.4,
            LatencyP95 = 21.7,
            LatencyP95Interval = new(21.7, 18.9, 27.2),
            PromptTokens = 212.4,
            GeneratedTokens = 1.2,
        };
    }

    private static Prediction Prediction(string[] labels, bool wrong, string? raw) => new()
    {
        Part = DatasetPart.Test,
        Id = "mail-0",
        Labels = labels[0],
        Predicted = raw is not null ? null : labels[wrong ? 1 : 0],
        Raw = raw,
        Probabilities = [.. labels.Select((_, i) => i == (wrong ? 1 : 0) ? 0.97 : 0.03 / (labels.Length - 1))],
    };
}
