using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class VerdictMakerTests
{
    private const int Rows = 500;
    private readonly List<TrialReport> _trials = [];
    private readonly Dictionary<string, IReadOnlyList<Prediction>> _logs = [];

    [Fact]
    public void A_clear_winner_is_recommended_with_its_lead_over_the_others()
    {
        Add(RungCatalogue.Majority, hits: 250);
        Add(RungCatalogue.Classical, hits: 430);
        Add(RungCatalogue.Lora, hits: 485, model: "/models/SmolLM2-135M");
        var verdict = Decide();
        Assert.Equal("lora", verdict.RecommendedTrial);
        Assert.Equal("Tune it: LoRA on SmolLM2-135M. 97.0 % [95.1, 98.2].", verdict.Recommendation);
        Assert.Equal("LoRA on SmolLM2-135M: +11.0 points [8.5, 14.0] over classical (p < .001).", verdict.Reasons[0]);
        Assert.Contains("could have shown is", verdict.Reasons[2], StringComparison.Ordinal);
        Assert.All(verdict.Comparisons, c => Assert.Equal("lora", c.Against));
    }

    [Fact]
    public void Without_a_significant_difference_the_cheapest_class_wins()
    {
        Add(RungCatalogue.Majority, hits: 250);
        Add(RungCatalogue.Classical, hits: 481, seconds: 900);
        Add(RungCatalogue.Lora, hits: 485, model: "/models/m.gguf", seconds: 600);
        var verdict = Decide();
        Assert.Equal("classical", verdict.RecommendedTrial);
        Assert.StartsWith("Drop the LLM: classical. 96.2 % [", verdict.Recommendation, StringComparison.Ordinal);
        Assert.EndsWith("No significant difference to LoRA on m (97.0 %): take the cheapest.", verdict.Recommendation, StringComparison.Ordinal);
        Assert.Contains("in 10 min against 15 min", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_class_the_faster_one_is_the_cheaper()
    {
        Add(RungCatalogue.FewShot, hits: 450, model: "m", seconds: 9);
        Add(RungCatalogue.ZeroShot, hits: 452, model: "m", seconds: 10);
        var verdict = Decide();
        Assert.Equal("few-shot", verdict.RecommendedTrial);
        Assert.StartsWith("Prompt it: few-shot on m.", verdict.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_better_than_the_majority_that_is_the_verdict()
    {
        Add(RungCatalogue.Majority, hits: 450);
        Add(RungCatalogue.Scratch, hits: 453);
        Assert.StartsWith("Nothing beats always answering `yes`. 90.0 %", Decide().Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "m", "Tune all of it: full tuning on m.")]
    [InlineData("scratch", null, "Train your own: a model from scratch.")]
    public void Every_class_has_its_advice(string rung, string? model, string start)
    {
        Add(RungCatalogue.Find(rung)!, hits: 490, model: model);
        Assert.StartsWith(start, Decide().Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_trial_is_named_with_its_reason_and_is_no_candidate()
    {
        Add(RungCatalogue.Majority, hits: 250);
        Fail(RungCatalogue.Full, "The worker was ended by SIGKILL.");
        var verdict = Decide();
        Assert.Equal("majority", verdict.RecommendedTrial);
        Assert.Equal("Full tuning failed: The worker was ended by SIGKILL.", verdict.Reasons[^1]);
        Assert.Equal("The worker was ended by SIGKILL.", verdict.Rungs[1].Failure);
        Assert.Null(verdict.SmallestVisibleDifference);
    }

    [Fact]
    public void Without_any_completed_trial_there_is_no_recommendation()
    {
        Fail(RungCatalogue.Majority, "No reason.");
        var verdict = Decide();
        Assert.Null(verdict.RecommendedTrial);
        Assert.Equal(["Majority failed: No reason."], verdict.Reasons);
    }

    [Fact]
    public void A_trial_with_a_part_of_the_rows_is_compared_on_those()
    {
        Add(RungCatalogue.Classical, hits: 430);
        Add(RungCatalogue.Lora, hits: 200, rows: 200, model: "m");
        var verdict = Decide();
        Assert.Equal("lora", verdict.RecommendedTrial);
        Assert.Equal(0.35, -Assert.Single(verdict.Comparisons).Difference.Value, 12);
        Assert.Contains("LoRA on m scored 200 of 500 test rows; its figures are of those.", verdict.Reasons);
    }

    [Fact]
    public void A_trial_with_hardly_any_rows_does_not_shrink_the_test_of_the_others()
    {
        Add(RungCatalogue.Majority, hits: 250);
        Add(RungCatalogue.Classical, hits: 430);
        Add(RungCatalogue.ZeroShot, hits: 5, rows: 5, model: "m");
        var verdict = Decide();
        Assert.Equal("classical", verdict.RecommendedTrial);
        Assert.Equal("majority", Assert.Single(verdict.Comparisons).Trial);
        Assert.Contains(verdict.Reasons, r => r.StartsWith("Zero-shot on m answered too few", StringComparison.Ordinal));
    }

    [Fact]
    public void What_shifted_data_does_stands_among_the_reasons()
    {
        Add(RungCatalogue.Classical, hits: 490, shift: new Interval(0.33, 0.3, 0.36));
        Assert.Contains("From test to shifted data: classical 98.0 % → 33.0 % [30.0, 36.0].", Decide().Reasons);

        Add(RungCatalogue.Majority, hits: 250, shift: new Interval(0.5, 0.47, 0.53));
        Assert.Contains("From test to shifted data: classical 98.0 % → 33.0 % [30.0, 36.0]; the best there is majority 50.0 % → 50.0 % [47.0, 53.0].", Decide().Reasons);
    }

    [Fact]
    public void The_p_values_are_corrected_for_the_number_of_comparisons()
    {
        Add(RungCatalogue.Majority, hits: 440);
        Add(RungCatalogue.Classical, hits: 440);
        Add(RungCatalogue.Scratch, hits: 446);
        var verdict = Decide();
        Assert.All(verdict.Comparisons, c => Assert.Equal(0.03125 / 2, c.PValue, 12));
        Assert.All(verdict.Comparisons, c => Assert.Equal(0.03125, c.AdjustedPValue, 12));
        Assert.Equal("scratch", verdict.RecommendedTrial);
    }

    [Fact]
    public void A_training_that_the_budget_cut_short_is_told()
    {
        Add(RungCatalogue.Classical, hits: 430);
        Add(RungCatalogue.Lora, hits: 200, model: "m", trainedShare: 0.004);
        Assert.Contains("The budget ended LoRA on m after 0.4 % of its training: its figures say little of what it can do.", Decide().Reasons);
    }

    private Verdict Decide() => VerdictMaker.Decide(_trials, _logs, Rows);

    // The first rows are the right ones, so that the trial with fewer hits is wrong wherever a better one is.
    private void Add(RungDescription rung, int hits, int rows = Rows, string? model = null, double seconds = 1, Interval? shift = null, double? trainedShare = null)
    {
        Prediction[] log =
        [
            .. Enumerable.Range(0, rows).Select(i => new Prediction
            {
                Part = DatasetPart.Test, Id = $"row {Rows - rows + i}", Label = i < hits ? "yes" : "no", Predicted = "yes",
            }),
        ];
        var test = MetricsCalculator.Compute(["no", "yes"], log, seed: 1);
        _logs.Add(rung.Name, log);
        _trials.Add(new TrialReport
        {
            Trial = TestRun.Trial(rung.Name, rung.Name) with { Model = model },
            Rung = rung,
            Result = new TrialResult { Status = TrialStatus.Completed, WallSeconds = seconds, Outcome = new RungOutcome { TrainedShare = trainedShare } },
            Test = test,
            Shift = shift is { } accuracy ? test with { Accuracy = accuracy } : null,
        });
    }

    private void Fail(RungDescription rung, string reason) => _trials.Add(new TrialReport
    {
        Trial = TestRun.Trial(rung.Name, rung.Name),
        Rung = rung,
        Result = new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure("worker", reason) },
    });
}
