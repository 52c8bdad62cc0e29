using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.TaskKinds;
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
    public void A_clear_winner_is_recommended_with_its_lead_over_the_others()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Lora, hits: 485, model: "/models/SmolLM2-135M");
        var verdict = Decide();
        Assert.Equal("lora", verdict.RecommendedTrial);
        Assert.Equal("Tune it: LoRA on SmolLM2-135M. 97.0\u202f% [95.1, 98.2].", verdict.Recommendation);
        Assert.Equal("LoRA on SmolLM2-135M: +11.0\u00a0points [+8.5, +14.0] over classical (p\u202f<\u202f.001).", verdict.Reasons[0]);
        Assert.All(verdict.Comparisons, c => Assert.Equal(("lora", Rows, null), (c.Against, c.Rows, c.MinimumDetectableEffect)));
    }

    [Fact]
    public void Without_a_significant_difference_the_lowest_rung_is_taken()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 481, seconds: 900);
        Add(TestRungs.Lora, hits: 485, model: "/models/m.gguf", seconds: 600);
        var verdict = Decide();
        Assert.Equal("classical", verdict.RecommendedTrial);
        Assert.StartsWith("Drop the LLM: classical. 96.2\u202f% [", verdict.Recommendation, StringComparison.Ordinal);
        Assert.EndsWith("No significant difference to LoRA on m (97.0\u202f%): take the lowest rung.", verdict.Recommendation, StringComparison.Ordinal);
        Assert.Contains("taking 10\u202fm 00\u202fs against 15\u202fm 00\u202fs.", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_lower_rung_is_taken_however_fast_a_higher_one_is()
    {
        Add(TestRungs.FewShot, hits: 450, model: "m", seconds: 9, milliseconds: 1);
        Add(TestRungs.ZeroShot, hits: 452, model: "m", seconds: 10, milliseconds: 2);
        Add(TestRungs.Scratch, hits: 453, seconds: 1, milliseconds: 0.1);
        Assert.StartsWith("Prompt it: zero-shot on m.", Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void On_one_rung_the_model_that_answers_faster_is_taken_and_the_sentence_says_so()
    {
        Add(TestRungs.Lora, hits: 452, model: "large", seconds: 9, milliseconds: 30);
        Add(TestRungs.Lora, hits: 450, model: "small", seconds: 10, milliseconds: 8);
        var verdict = Decide();
        Assert.StartsWith("Tune it: LoRA on small.", verdict.Recommendation, StringComparison.Ordinal);
        Assert.EndsWith("No significant difference to LoRA on large (90.4\u202f%): take the one that answers faster.", verdict.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_have_been_seen_stands_with_each_pair_that_cannot_be_told_apart_at_the_level_Holm_leaves_it()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 481);
        Add(TestRungs.ZeroShot, hits: 282, rows: 300, model: "m");
        Add(TestRungs.Lora, hits: 485, model: "m");
        var verdict = Decide();
        var visible = verdict.Comparisons.ToDictionary(c => c.Trial, c => (c.Rows, c.MinimumDetectableEffect));
        Assert.Equal((500, null), visible["majority"]);

        // Two pairs are left, so each is tested at .025; 4 of 500 and 3 of 300 rows are got right by one alone.
        Assert.Equal((500, MinimumDetectableEffect.Compute(500, 4 / 500.0, 0.025)), visible["classical"]);
        Assert.Equal((300, MinimumDetectableEffect.Compute(300, 3 / 300.0, 0.025)), visible["zero-shot"]);
        Assert.Contains(verdict.Reasons, r => r.Contains("between LoRA on m and zero-shot on m", StringComparison.Ordinal)
            && r.EndsWith($"On the 300\u00a0rows that both answered, {DisplayFormat.BarePercent(visible["zero-shot"].MinimumDetectableEffect!.Value)}\u00a0points would have shown (80\u202f% power).", StringComparison.Ordinal));
        Assert.DoesNotContain(verdict.Reasons, r => r.Contains("majority", StringComparison.Ordinal) && r.Contains("would have shown", StringComparison.Ordinal));
    }

    [Fact]
    public void The_interval_of_a_difference_that_is_not_significant_holds_zero()
    {
        // Four rows that LoRA alone has right, none that classical has: mid-p is 0.5⁴, but the score interval begins above 0.
        Add(TestRungs.Classical, hits: 481);
        Add(TestRungs.Lora, hits: 485, model: "m");
        Assert.True(PairedDifference.Compute(4, 0, Rows).Low > 0);
        var verdict = Decide();
        var comparison = Assert.Single(verdict.Comparisons);
        Assert.Equal((0.0625, 0), (Math.Round(comparison.PValue, 9), comparison.Difference.High));
        Assert.StartsWith(
            "No significant difference between LoRA on m and classical: +0.8\u00a0points [0.0, +2.0] (p\u202f=\u202f.063)", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_a_difference_that_Holm_takes_for_chance_holds_zero()
    {
        // Six rows each: mid-p .0156; times four comparisons .0625.
        Add(TestRungs.Classical, hits: 485);
        foreach (var model in new[] { "a", "b", "c", "d" }) Add(TestRungs.Lora, hits: 479, model: model);
        Assert.All(Decide().Comparisons, c => Assert.Equal((0.015625, 0.0625, 0), (Math.Round(c.PValue, 9), Math.Round(c.AdjustedPValue, 9), c.Difference.High)));
    }

    [Fact]
    public void Rows_in_groups_are_less_evidence_and_that_is_told()
    {
        Add(TestRungs.Classical, hits: 470);
        Add(TestRungs.Lora, hits: 485, model: "m");
        Assert.Equal("lora", Decide().RecommendedTrial);

        // All 15 rows that only LoRA has right are of one group.
        var grouped = Decide(ExampleGroups.Of(Enumerable.Range(0, Rows).Select(i => new Example($"row {i}", "", "yes") { Group = $"{(i - 10) / 20}" }), "family"));
        Assert.Equal("classical", grouped.RecommendedTrial);
        Assert.Equal(0.5, Assert.Single(grouped.Comparisons).PValue, 12);
        Assert.Contains(
            "The 500 test rows come in 25\u00a0groups (`family`): intervals and p-values take the groups, not the rows, as independent.", grouped.Reasons);
        Assert.DoesNotContain(Decide().Reasons, r => r.Contains("groups", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_groups_for_any_difference_to_show_are_told()
    {
        Add(TestRungs.Classical, hits: 100);
        Add(TestRungs.Lora, hits: 500, model: "m");

        // Four groups, each for LoRA: mid-p is 0.5⁴.
        var verdict = Decide(ExampleGroups.Of(Enumerable.Range(0, Rows).Select(i => new Example($"row {i}", "", "yes") { Group = $"{i % 4}" })));

        Assert.Equal("classical", verdict.RecommendedTrial);
        Assert.Equal((0.0625, null), (Assert.Single(verdict.Comparisons).PValue, verdict.Comparisons[0].MinimumDetectableEffect));
        Assert.Contains(verdict.Reasons, r => r.EndsWith("On the 500\u00a0rows that both answered, no difference would have shown (80\u202f% power).", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_pairs_on_their_own_rows_contradict_each_other_all_are_compared_on_the_rows_that_all_answered()
    {
        // Each loses to another on the rows that those two answered; on the 100 that all answered, classical leads.
        Add(TestRungs.Classical, Answered(100, right: 80, ("ab", 100, 100), ("ca", 100, 0)));
        Add(TestRungs.ZeroShot, Answered(100, right: 70, ("ab", 100, 0), ("bc", 100, 100)));
        Add(TestRungs.Scratch, Answered(100, right: 60, ("bc", 100, 0), ("ca", 100, 100)));
        var verdict = Decide();
        Assert.All(verdict.Comparisons, c => Assert.Equal(("classical", 100), (c.Against, c.Rows)));
        Assert.All(verdict.Comparisons, c => Assert.True(c.Difference.Value < 0));
        Assert.DoesNotContain(verdict.Reasons, r => r.StartsWith("No significant", StringComparison.Ordinal) && r.Contains('<'));
    }

    [Fact]
    public void A_trial_that_nobody_beats_on_the_rows_of_a_pair_is_the_best_even_if_another_is_ahead_on_the_few_that_all_answered()
    {
        Add(TestRungs.Classical, Answered(40, right: 38, ("ac", 400, 200)));
        Add(TestRungs.ZeroShot, Answered(40, right: 20));
        Add(TestRungs.Scratch, Answered(40, right: 37, ("ac", 400, 390)));
        var verdict = Decide();
        Assert.Equal("scratch", verdict.RecommendedTrial);
        Assert.Equal(440, verdict.Comparisons.Single(c => c.Trial == "classical").Rows);
    }

    [Fact]
    public void Where_nothing_is_better_than_the_majority_that_is_the_verdict()
    {
        Add(TestRungs.Majority, hits: 450);
        Add(TestRungs.Scratch, hits: 453);
        Assert.StartsWith("Nothing beats always answering `yes`. 90.0\u202f%", Decide().Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "m", "Tune all of it: full tuning on m.")]
    [InlineData("scratch", null, "Train your own: a model from scratch.")]
    public void Every_class_has_its_advice(string rung, string? model, string start)
    {
        Add(TestRungs.Catalog.Find(rung)!, hits: 490, model: model);
        Assert.StartsWith(start, Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_trial_is_named_with_its_reason_and_is_no_candidate()
    {
        Add(TestRungs.Majority, hits: 250);
        Fail(TestRungs.Full, "The worker was ended by SIGKILL.");
        var verdict = Decide();
        Assert.Equal("majority", verdict.RecommendedTrial);
        Assert.Equal("Full tuning failed: The worker was ended by SIGKILL.", verdict.Reasons[^1]);
        Assert.Equal("The worker was ended by SIGKILL.", verdict.Rungs[1].Failure);
    }

    [Fact]
    public void Without_any_completed_trial_there_is_no_recommendation()
    {
        Fail(TestRungs.Majority, "No reason.");
        var verdict = Decide();
        Assert.Null(verdict.RecommendedTrial);
        Assert.Equal(["Majority failed: No reason."], verdict.Reasons);
    }

    [Fact]
    public void A_trial_with_a_part_of_the_rows_is_compared_on_those()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Lora, hits: 200, rows: 200, model: "m");
        var verdict = Decide();
        Assert.Equal("lora", verdict.RecommendedTrial);
        Assert.Equal(0.35, -Assert.Single(verdict.Comparisons).Difference.Value, 12);
        Assert.Contains("LoRA on m scored 200 of 500 test rows; its figures are of those.", verdict.Reasons);
    }

    [Fact]
    public void A_trial_with_hardly_any_rows_does_not_shrink_the_test_of_the_others()
    {
        Add(TestRungs.Majority, hits: 250);
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.ZeroShot, hits: 5, rows: 5, model: "m");
        var verdict = Decide();
        Assert.Equal("classical", verdict.RecommendedTrial);
        Assert.Equal("majority", Assert.Single(verdict.Comparisons).Trial);
        Assert.Contains(verdict.Reasons, r => r.StartsWith("Zero-shot on m answered too few", StringComparison.Ordinal));
    }

    [Fact]
    public void What_shifted_data_does_stands_among_the_reasons()
    {
        Add(TestRungs.Classical, hits: 490, shift: new Interval(0.33, 0.3, 0.36));
        Assert.Contains("From test to shifted data: classical 98.0\u202f% → 33.0\u202f% [30.0, 36.0].", Decide().Reasons);

        Add(TestRungs.Majority, hits: 250, shift: new Interval(0.5, 0.47, 0.53));
        Assert.Contains("From test to shifted data: classical 98.0\u202f% → 33.0\u202f% [30.0, 36.0]; the best there is majority 50.0\u202f% → 50.0\u202f% [47.0, 53.0].", Decide().Reasons);
    }

    [Fact]
    public void The_p_values_are_corrected_for_the_number_of_comparisons()
    {
        Add(TestRungs.Majority, hits: 440);
        Add(TestRungs.Classical, hits: 440);
        Add(TestRungs.Scratch, hits: 446);
        var verdict = Decide();
        Assert.All(verdict.Comparisons, c => Assert.Equal(0.03125 / 2, c.PValue, 12));
        Assert.All(verdict.Comparisons, c => Assert.Equal(0.03125, c.AdjustedPValue, 12));
        Assert.Equal("scratch", verdict.RecommendedTrial);
    }

    [Fact]
    public void A_training_that_the_budget_cut_short_is_told()
    {
        Add(TestRungs.Classical, hits: 430);
        Add(TestRungs.Lora, hits: 200, model: "m", trainedShare: 0.004);
        Assert.Contains("The budget ended LoRA on m after 0.4\u202f% of its training: its figures say little of what it can do.", Decide().Reasons);
    }

    private Verdict Decide(ExampleGroups? groups = null) => VerdictMaker.Decide(_trials, _logs, Rows, groups);

    // The first rows are the right ones, so that the trial with fewer hits is wrong wherever a better one is.
    private void Add(RungDescription rung, int hits, int rows = Rows, string? model = null, double seconds = 1, Interval? shift = null, double? trainedShare = null, double milliseconds = 0) => Add(
        rung,
        [.. Enumerable.Range(0, rows).Select(i => Answer($"row {Rows - rows + i}", i < hits, milliseconds))],
        model,
        seconds,
        shift,
        trainedShare);

    private void Add(RungDescription rung, Prediction[] log, string? model = null, double seconds = 1, Interval? shift = null, double? trainedShare = null)
    {
        var test = MetricsCalculator.Compute(TaskKind.Classification, ["no", "yes"], log, seed: 1);
        var id = _logs.ContainsKey(rung.Name) ? $"{rung.Name} on {model}" : rung.Name;
        _logs.Add(id, log);
        _trials.Add(new TrialReport
        {
            Trial = TestRun.Trial(id, rung.Name) with { Model = model },
            Result = new TrialResult { Status = TrialStatus.Completed, WallSeconds = seconds, Outcome = new TrialOutcome { TrainedShare = trainedShare } },
            Test = test,
            Shift = shift is { } accuracy ? test with { Accuracy = accuracy } : null,
        });
    }

    /// <summary>Rows that all answered, and blocks of further rows, each with how many of its first are right.</summary>
    private static Prediction[] Answered(int common, int right, params (string Block, int Rows, int Right)[] blocks) =>
    [
        .. blocks.Prepend((Block: "all", Rows: common, Right: right))
            .SelectMany(b => Enumerable.Range(0, b.Rows).Select(i => Answer($"{b.Block} {i}", i < b.Right, 0))),
    ];

    private static Prediction Answer(string id, bool isRight, double milliseconds) => new()
    {
        Part = DatasetPart.Test, Id = id, Labels = isRight ? "yes" : "no", Predicted = "yes", Milliseconds = milliseconds,
    };

    private void Fail(RungDescription rung, string reason) => _trials.Add(new TrialReport
    {
        Trial = TestRun.Trial(rung.Name, rung.Name),
        Result = new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Worker, reason) },
    });
}
