using Fulcrum.Data;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class VerdictMakerTests
{
    private const int Rows = 500;
    private readonly List<TrialReport> _trials = [];
    private readonly Dictionary<string, IReadOnlyList<Prediction>> _logs = [];

    [Fact]
    public void A_clear_winner_is_recommended_with_its_lead_over_the_next_and_over_the_cheapest()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 400);
        Add(TestRungs.Scratch with { IsRandom = false }, hits: 430);
        Add(TestRungs.Lora with { IsRandom = false }, hits: 485, model: "/models/SmolLM2-135M");
        var verdict = Decide();
        Assert.Equal((VerdictKind.Decided, Grade.A, "lora"), (verdict.Kind, verdict.Grade, verdict.RecommendedTrial));
        Assert.Equal("Tune it: LoRA on SmolLM2-135M. 97.0\u202f% [95.1, 98.2]. Grade A.", verdict.Recommendation);
        Assert.Equal(
            [
                "It loses at most 1\u00a0point to the best with a probability of >\u202f.99: +11.0\u00a0points [+7.4, +14.6] (p\u202f<\u202f.001) over a model from scratch.",
                "Over classical, the cheapest: +17.0\u00a0points [+12.7, +21.3] (p\u202f<\u202f.001).",
            ],
            verdict.Reasons);
        Assert.All(verdict.Comparisons, c => Assert.Equal(("lora", Rows, null), (c.Against, c.Rows, c.MinimumDetectableEffect)));
    }

    [Fact]
    public void A_lower_rung_is_not_taken_because_a_difference_could_not_be_shown()
    {
        // Two rows apart, but on 118 only one of them is right: a point either way is as likely.
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, [.. Enumerable.Range(0, Rows).Select(i => Answer($"row {i}", i % 25 > 2))]);
        Add(TestRungs.Lora with { IsRandom = false }, [.. Enumerable.Range(0, Rows).Select(i => Answer($"row {i}", i < 10 || i % 25 is < 5 or > 7))], model: "m");
        var verdict = Decide();
        Assert.Equal((VerdictKind.NotDecided, Grade.C, "lora"), (verdict.Kind, verdict.Grade, verdict.RecommendedTrial));
        Assert.Contains(verdict.Reasons, r => r.StartsWith("No rung is shown to lose at most 1\u00a0point to the best: the probability is .7", StringComparison.Ordinal));
        Assert.Contains(verdict.Reasons, r => r.StartsWith("About ", StringComparison.Ordinal) && r.EndsWith("more, would decide if the difference stays as it is.", StringComparison.Ordinal));
        Assert.StartsWith("Not decided. Best so far: LoRA on m.", verdict.Recommendation, StringComparison.Ordinal);
        Assert.True(verdict.Comparisons.Single(c => c.Trial == "classical").AdjustedPValue > VerdictMaker.Alpha);
    }

    [Fact]
    public void Of_rungs_that_are_shown_to_be_within_the_margin_the_cheapest_is_taken()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 485);
        Add(TestRungs.Lora, hits: 486, model: "/models/m.gguf");
        var verdict = Decide();
        Assert.Equal((VerdictKind.Tie, "classical", "lora"), (verdict.Kind, verdict.RecommendedTrial, Assert.Single(verdict.RunnersUp)));
        Assert.StartsWith("Drop the LLM: classical. 97.", verdict.Recommendation, StringComparison.Ordinal);
        Assert.Matches(@"^It loses at most 1\u00a0point to the best with a probability of .* \(to LoRA on m: −0\.2\u00a0points \[.*\]\u0020\(p\u202f=\u202f.*\)\), and costs less\.$", verdict.Reasons[0]);
        Assert.Equal("Within the margin too, at a higher cost: LoRA on m.", verdict.Reasons[1]);
    }

    [Fact]
    public void Rows_in_groups_are_less_evidence_and_that_is_told()
    {
        // All rows on which the two differ are of one group.
        Add(TestRungs.Classical, hits: 440);
        Add(TestRungs.Lora, hits: 470, model: "m");
        Assert.Equal(("lora", Grade.A), (Decide().RecommendedTrial, Decide().Grade));
        var grouped = Decide(Grouped(row => (row - 5) / 35));
        Assert.Equal(VerdictKind.NotDecided, grouped.Kind);
        Assert.True(Assert.Single(grouped.Pairs).AdjustedPValue > 0.3);
        Assert.Contains("The 500 test rows come in 15\u00a0groups (near-duplicates are one): intervals and p-values take the groups, not the rows, as independent.", grouped.Details);
    }

    [Fact]
    public void A_rung_that_is_far_behind_is_never_taken_for_being_cheaper_however_few_the_groups()
    {
        Add(TestRungs.Classical, hits: 100);
        Add(TestRungs.Lora, hits: 500, model: "m");
        var verdict = Decide(Grouped(row => row % 4));
        Assert.Equal(("lora", VerdictKind.NotDecided, Grade.D), (verdict.RecommendedTrial, verdict.Kind, verdict.Grade));
        Assert.Equal(["The test rows come in 4 groups; a decision needs 10."], verdict.GradeReasons);
        Assert.EndsWith("over classical. The test rows come in 4 groups; a decision needs 10.", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_saw_hardly_any_of_its_training_is_neither_recommended_nor_beaten_and_has_its_price()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Head, hits: 440, model: "m");
        Add(TestRungs.Lora, hits: 490, model: "m", outcome: new TrialOutcome { TrainedShare = 0.02, TrainingSeconds = 12 });
        Add(TestRungs.Full, hits: 200, model: "m", outcome: new TrialOutcome { TrainedShare = 0.02, TrainingSeconds = 12 });
        var verdict = Decide();
        Assert.Equal("head", verdict.LeadingTrial);
        Assert.Equal(["classical"], verdict.Comparisons.Select(c => c.Trial));
        Assert.Equal(
            [("lora", "2.0\u202f% of its training was done", "all of its training takes about 10\u202fmin"), ("full", "2.0\u202f% of its training was done", "all of its training takes about 10\u202fmin")],
            verdict.NotJudged.Select(one => (one.Trial, one.Reason, one.Price!)));
        Assert.Contains(
            "Not judged: LoRA on m (2.0\u202f% of its training was done; all of its training takes about 10\u202fmin); "
            + "full tuning on m (2.0\u202f% of its training was done; all of its training takes about 10\u202fmin).",
            verdict.Reasons);
        Assert.Equal((VerdictKind.NotDecided, Grade.C), (verdict.Kind, verdict.Grade));
        Assert.Equal(["Not judged, and perhaps better: LoRA on m, full tuning on m."], verdict.GradeReasons);
        Assert.DoesNotContain(verdict.Pairs, pair => pair.Trial is "lora" or "full" || pair.Against is "lora" or "full");
        Assert.Equal([true, true, false, false], verdict.Rungs.Select(rung => rung.IsJudged));
    }

    [Fact]
    public void What_the_budget_had_no_time_for_is_not_judged_and_what_the_race_dropped_is_no_candidate_but_told()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 480);
        var failed = TrialResult.Failed(new TrialFailure(TrialStage.Budget, "The budget was too short for it."));
        _trials.Add(new TrialReport
        {
            Trial = TestRun.Trial("full", "full"), Result = failed, IsOutOfTime = true,
            Estimate = new ArmEstimate { PilotRows = 256, PilotSeconds = 580, OneSettingSeconds = 3000, AllSettingsSeconds = 8900, Settings = 3 },
        });
        var drop = new ArmDrop("classical", 50, 0.6, 0.95, -0.2, 0.05, 0);
        var dropped = TrialResult.Failed(new TrialFailure(TrialStage.Dropped, "It was dropped after 50 rows of dev."));
        _trials.Add(new TrialReport { Trial = TestRun.Trial("zero-shot", "zero-shot"), Result = dropped, Dropped = drop });

        var verdict = Decide();

        Assert.Equal(VerdictKind.NotDecided, verdict.Kind);
        Assert.Equal(
            new NotJudged("full", "the budget was too short for it", "a pilot on 256 rows takes about 10\u202fmin, all rows about 50\u202fmin with one setting and 2.5\u202fh with 3"),
            Assert.Single(verdict.NotJudged));
        Assert.Equal("Zero-shot: It was dropped after 50 rows of dev.", verdict.Details[^1]);
        Assert.Equal([false, false, false, true], verdict.Rungs.Select(rung => rung.IsDropped));
    }

    [Fact]
    public void Rates_that_were_not_tried_leave_a_rung_unjudged()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Lora, hits: 490, model: "m", outcome: new TrialOutcome { UntriedSettings = 2, TrainingSeconds = 60, Search = [new SearchStep([], 0.9, null, 60)] });
        var verdict = Decide();
        Assert.Equal("Not decided: only classical was judged. 86.0\u202f% [82.7, 88.8].", verdict.Recommendation);
        Assert.Equal(
            ["Not judged: LoRA on m (2 of its 3 settings were not tried; one setting takes about 60\u202fs, all 3 about 3\u202fmin)."], verdict.Reasons);
        Assert.Null(verdict.ProbabilityWithinMargin);
    }

    [Fact]
    public void Rows_too_few_to_show_the_margin_leave_a_rung_unjudged()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Head, hits: 425, model: "m");
        Add(TestRungs.ZeroShot, hits: 100, rows: 100, model: "m", outcome: new TrialOutcome { TestSeconds = 100 });
        var verdict = Decide();
        Assert.Equal(
            new NotJudged("zero-shot", "it answered 100 of 500 test rows", "all rows take about 9\u202fmin"), Assert.Single(verdict.NotJudged));
        Assert.Equal("classical", verdict.LeadingTrial);
    }

    [Fact]
    public void A_rung_with_a_part_of_the_rows_is_judged_by_what_another_did_on_the_rest()
    {
        // On its own 200 rows, the hard ones, it is right where the other is.
        Add(TestRungs.Classical, hits: 400);
        Add(TestRungs.Lora, [.. Enumerable.Range(300, 200).Select(i => Answer($"row {i}", i < 400))], model: "m");
        var verdict = Decide();
        Assert.Equal(2, verdict.Rungs.Count(rung => rung.IsJudged));
        Assert.Contains("LoRA on m scored 200 of 500 test rows.", verdict.Details);
        Assert.Equal(0, Assert.Single(verdict.Comparisons).Difference.Value, 12);
    }

    [Fact]
    public void Where_no_language_model_was_judged_nothing_is_said_of_dropping_one()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 480);
        Assert.StartsWith("Best without an LLM: classical.", Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void One_rung_alone_is_no_comparison()
    {
        Add(TestRungs.Classical, hits: 480);
        var verdict = Decide();
        Assert.Equal((VerdictKind.NotDecided, Grade.D), (verdict.Kind, verdict.Grade));
        Assert.Equal("Not decided: only classical was judged. 96.0\u202f% [93.9, 97.4].", verdict.Recommendation);
        Assert.Equal(["There is nothing to compare it with."], verdict.GradeReasons);
        Assert.Empty(verdict.Comparisons);
    }

    [Fact]
    public void Always_answering_one_label_is_advised_only_where_that_is_shown()
    {
        Add(TestRungs.Majority, hits: 450);
        Add(TestRungs.Scratch with { IsRandom = false }, hits: 450);
        Assert.StartsWith("Nothing is shown to beat always answering `yes`. 90.0\u202f%", Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_rows_advise_nothing()
    {
        Add(TestRungs.Majority, hits: 7, rows: 8);
        Add(TestRungs.Classical, hits: 7, rows: 8);
        var verdict = Decide(testRows: 8);
        Assert.Equal((VerdictKind.NotDecided, Grade.D), (verdict.Kind, verdict.Grade));
        Assert.StartsWith("Not decided. Best so far: majority.", verdict.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zero-shot", "m", "Prompt it: zero-shot on m.")]
    [InlineData("full", "m", "Tune all of it: full tuning on m.")]
    [InlineData("scratch", null, "Train your own: a model from scratch.")]
    public void Every_class_has_its_advice(string rung, string? model, string start)
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Catalog.Find(rung)!, hits: 490, model: model);
        Assert.StartsWith(start, Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wider_margin_that_would_change_the_verdict_is_named()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 470);
        Add(TestRungs.Lora, hits: 485, model: "m");
        var verdict = Decide();
        Assert.Equal("lora", verdict.RecommendedTrial);
        Assert.Equal(["If a loss of 5\u00a0points did not matter, classical would do."], verdict.Flips);
        Assert.Equal("classical", Decide(margin: 0.05).RecommendedTrial);
    }

    [Fact]
    public void A_failed_trial_is_named_with_its_reason_and_is_no_candidate()
    {
        Add(TestRungs.Majority, hits: 250);
        Fail(TestRungs.Full, "The worker was ended by SIGKILL.");
        var verdict = Decide();
        Assert.Equal("majority", verdict.RecommendedTrial);
        Assert.Equal("Full tuning failed: The worker was ended by SIGKILL.", verdict.Details[^1]);
        Assert.Equal("The worker was ended by SIGKILL.", verdict.Rungs[1].Failure);
    }

    [Fact]
    public void Without_any_completed_trial_there_is_no_recommendation()
    {
        Fail(TestRungs.Majority, "No reason.");
        var verdict = Decide();
        Assert.Null(verdict.RecommendedTrial);
        Assert.Equal("No verdict: no trial was completed.", verdict.Recommendation);
        Assert.Equal(["Majority failed: No reason."], verdict.Reasons);
    }

    [Fact]
    public void Where_no_trial_got_a_fair_chance_that_is_said()
    {
        Add(TestRungs.Lora, hits: 490, model: "m", outcome: new TrialOutcome { TrainedShare = 0.02 });
        var verdict = Decide();
        Assert.Null(verdict.RecommendedTrial);
        Assert.Equal("Not decided: no rung got a fair chance.", verdict.Recommendation);
    }

    [Fact]
    public void Shifted_data_is_spoken_of_where_enough_of_it_was_answered()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 490, shift: (new Interval(0.33, 0.3, 0.36), 300));
        Assert.Contains("From test to shifted data: classical 98.0\u202f% → 33.0\u202f% [30.0, 36.0].", Decide().Reasons);

        Add(TestRungs.Scratch, hits: 250, shift: (new Interval(0.5, 0.47, 0.53), 300));
        Add(TestRungs.Lora, hits: 250, model: "m", shift: (new Interval(1, 0.6, 1), 8));
        Assert.Contains(
            "From test to shifted data: classical 98.0\u202f% → 33.0\u202f% [30.0, 36.0]; the best there is a model from scratch 50.0\u202f% → 50.0\u202f% [47.0, 53.0].", Decide().Reasons);
    }

    [Fact]
    public void Seeds_that_differ_widen_what_is_said_of_a_rung()
    {
        var scratch = TestRungs.Scratch with { IsRandom = true };
        Add(TestRungs.Classical, hits: 430);
        Add(scratch, hits: 450);
        var one = Assert.Single(Decide().Pairs).Difference;
        _trials[1] = _trials[1] with { Seeds = [Seed(scratch, "scratch 1", 400), Seed(scratch, "scratch 2", 495)] };
        var three = Assert.Single(Decide().Pairs).Difference;
        Assert.True(three.High - three.Low > 1.5 * (one.High - one.Low), $"{one} {three}");
    }

    [Fact]
    public void One_seed_of_a_random_rung_is_taken_to_be_off_by_a_share_of_its_errors()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Scratch with { IsRandom = false }, hits: 450);
        var certain = Assert.Single(Decide().Pairs).Difference;
        var trial = _trials[1];
        _trials[1] = trial with { Trial = trial.Trial with { Rung = TestRungs.Scratch with { IsRandom = true } } };
        var random = Assert.Single(Decide().Pairs).Difference;
        var ofSeeds = StudentT.Quantile(0.975, Rows - 1) * 0.18 * 50 / Rows;
        Assert.Equal(Math.Sqrt(Math.Pow(certain.Value - certain.Low, 2) + (ofSeeds * ofSeeds)), random.Value - random.Low, 10);
    }

    [Fact]
    public void Another_figure_decides_where_the_rules_say_so()
    {
        // 25 of 500 rows are `no`; one rung never says it, the other finds them all at 30 false alarms.
        Add(TestRungs.Majority, [.. Enumerable.Range(0, Rows).Select(i => Answer($"row {i}", "yes", i < 475 ? "yes" : "no"))]);
        Add(TestRungs.Classical, [.. Enumerable.Range(0, Rows).Select(i => Answer($"row {i}", i is >= 30 and < 475 ? "yes" : "no", i < 475 ? "yes" : "no"))]);
        Assert.Equal("majority", Decide().LeadingTrial);
        var verdict = Decide(metric: "macro-f1");
        Assert.Equal(("classical", "macro-f1"), (verdict.LeadingTrial, verdict.Metric));
        Assert.Equal("classical", Decide(metric: "recall:no").RecommendedTrial);
    }

    [Fact]
    public void The_interval_of_a_pair_holds_zero_just_where_its_adjusted_p_value_is_not_significant()
    {
        Add(TestRungs.Majority, hits: 250);
        for (var i = 0; i < 12; i++) Add(TestRungs.Lora, hits: 430 + (5 * i), model: $"m{i}");
        Assert.All(Decide().Pairs, pair => Assert.Equal(pair.AdjustedPValue < VerdictMaker.Alpha, pair.Difference.Low > 0 || pair.Difference.High < 0));
    }

    private Verdict Decide(ExampleGroups? groups = null, double margin = 0.01, string? metric = null, int testRows = Rows) => VerdictMaker.Decide(_trials, _logs, new VerdictRules
    {
        TestRows = testRows,
        Labels = ["no", "yes"],
        Groups = groups ?? ExampleGroups.None,
        Margin = margin,
        Metric = metric is null ? DecisionMetric.Accuracy : DecisionMetric.Parse(metric, ["no", "yes"]),
    });

    private static ExampleGroups Grouped(Func<int, int> group) =>
        ExampleGroups.Of(Enumerable.Range(0, Rows).Select(i => new Example($"row {i}", "", "yes") { Group = $"{group(i)}" }));

    // The first rows are the right ones, so that the trial with fewer hits is wrong wherever a better one is.
    private void Add(
        RungDescription rung, int hits, int rows = Rows, string? model = null, (Interval Accuracy, int Rows)? shift = null, TrialOutcome? outcome = null) => Add(
        rung, [.. Enumerable.Range(0, rows).Select(i => Answer($"row {i}", i < hits))], model, shift, outcome);

    private void Add(RungDescription rung, Prediction[] log, string? model = null, (Interval Accuracy, int Rows)? shift = null, TrialOutcome? outcome = null)
    {
        var id = _logs.ContainsKey(rung.Name) ? $"{rung.Name} on {model}" : rung.Name;
        _logs.Add(id, log);
        _trials.Add(Report(rung, id, log, model, outcome) is var report && shift is var (accuracy, rows)
            ? report with { Shift = report.Test! with { Accuracy = accuracy, Count = rows } }
            : report);
    }

    private TrialReport Seed(RungDescription rung, string id, int hits)
    {
        Prediction[] log = [.. Enumerable.Range(0, Rows).Select(i => Answer($"row {i}", i < hits))];
        _logs.Add(id, log);
        return Report(rung, id, log, null, null);
    }

    private static TrialReport Report(RungDescription rung, string id, Prediction[] log, string? model, TrialOutcome? outcome)
    {
        var trial = TestRun.Trial(id, rung.Name) with { Model = model, Rung = rung };
        var result = new TrialResult { Status = TrialStatus.Completed, WallSeconds = 1, Outcome = outcome ?? new TrialOutcome() };
        var test = MetricsCalculator.Compute(TaskKind.Classification, ["no", "yes"], log, seed: 1);
        return new TrialReport { Trial = trial, Result = result, Test = test, Cost = ServingCost.Of(trial, result, test, log, new ServingTerms(100_000, 0.1, 12)) };
    }

    private static Prediction Answer(string id, bool isRight) => Answer(id, "yes", isRight ? "yes" : "no");

    private static Prediction Answer(string id, string predicted, string truth) => new() { Part = DatasetPart.Test, Id = id, Labels = truth, Predicted = predicted };

    private void Fail(RungDescription rung, string reason) => _trials.Add(new TrialReport
    {
        Trial = TestRun.Trial(rung.Name, rung.Name),
        Result = new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Worker, reason) },
    });
}
