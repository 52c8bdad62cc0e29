using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class MetricsCalculatorTests
{
    private static readonly string[] Labels = ["bird", "cat", "dog"];

    // Two readable answers of three per label, one answer that cannot be read; worked out by hand below.
    private static readonly Prediction[] Log =
    [
        Answer("bird", "bird"), Answer("bird", "bird"), Answer("bird", "cat"),
        Answer("cat", "cat"), Answer("cat", "dog"),
        Answer("dog", "dog"), Answer("dog", "dog"), Answer("dog", "dog"), Answer("dog", null), Answer("dog", "bird"),
    ];

    [Fact]
    public void Precision_recall_and_F1_are_those_of_the_definition()
    {
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, Labels, Log, seed: 1);
        Assert.Equal(
            [
                new LabelMetrics("bird", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3),
                new LabelMetrics("cat", 1 / 2.0, 1 / 2.0, 1 / 2.0, 2),
                new LabelMetrics("dog", 3 / 4.0, 3 / 5.0, 2 / 3.0, 5),
            ],
            metrics.PerLabel);
        Assert.Equal((2 / 3.0 + 1 / 2.0 + 2 / 3.0) / 3, metrics.MacroF1.Value, 12);
        Assert.Equal(0.6, metrics.Accuracy.Value, 12);
        Assert.Equal(10, metrics.Count);
    }

    [Fact]
    public void All_right_is_no_proof_that_nothing_will_be_wrong()
    {
        Prediction[] right = [.. Enumerable.Repeat(Answer("bird", "bird"), 30), .. Enumerable.Repeat(Answer("cat", "cat"), 10)];
        var expected = (WilsonInterval.Compute(1, 30).Low + WilsonInterval.Compute(1, 10).Low) / 2;

        var f1 = MetricsCalculator.Compute(TaskKind.Classification, Labels, right, seed: 1).MacroF1;

        Assert.Equal(new Interval(1, expected, 1), f1);
        Assert.InRange(f1.Low, 0.7, 0.9);
    }

    [Fact]
    public void An_answer_that_cannot_be_read_stands_in_the_last_column_of_the_confusion()
    {
        var confusion = MetricsCalculator.Compute(TaskKind.Classification, Labels, Log, seed: 1).Confusion;
        Assert.Equal([2, 1, 0, 0], confusion[0]);
        Assert.Equal([0, 1, 1, 0], confusion[1]);
        Assert.Equal([1, 0, 3, 1], confusion[2]);
    }

    [Fact]
    public void Macro_F1_leaves_out_a_label_that_does_not_occur_as_scikit_learn_does()
    {
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, [.. Labels, "emu"], [Answer("bird", "bird"), Answer("cat", "bird")], seed: 1);
        Assert.Equal((2 / 3.0 + 0) / 2, metrics.MacroF1.Value, 12);
        Assert.Equal(new LabelMetrics("emu", 0, 0, 0, 0), metrics.PerLabel[3]);
    }

    [Fact]
    public void The_bootstrap_interval_is_the_same_for_the_same_seed_and_near_the_normal_one()
    {
        // 400 rows of two balanced labels at 90 %: macro-F1 has about the standard error of accuracy, 1.5 points.
        Prediction[] log = [.. Enumerable.Range(0, 400).Select(i => Answer(Labels[i % 2], Labels[i % 20 < 18 ? i % 2 : 1 - (i % 2)]))];
        var first = MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1).MacroF1;
        Assert.Equal(first, MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1).MacroF1);
        Assert.NotEqual(first, MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 2).MacroF1);
        Assert.InRange(first.Low, 0.86, 0.88);
        Assert.InRange(first.High, 0.92, 0.94);
    }

    // Of a share the bootstrap is binomial, so BCa can be worked out: bias from the binomial's median, acceleration
    // (1 - 2p) / 6√(np(1 - p)), and the binomial's quantiles at the levels that follow.
    [Theory]
    [InlineData(100, 90, 0.83, 0.95)]
    [InlineData(400, 360, 0.8675, 0.9275)]
    [InlineData(1000, 930, 0.913, 0.945)]
    [InlineData(100, 98, 0.93, 1)] // where the percentiles alone would say 0.95
    public void The_bootstrap_is_bias_corrected_and_accelerated(int rows, int hits, double low, double high)
    {
        var log = Enumerable.Range(0, rows).Select(i => Answer("cat", i < hits ? "cat" : null)).ToArray();
        var interval = BootstrapInterval.Compute(
            Outcomes.Of(TaskKind.Classification, ["cat"], log), [.. Enumerable.Range(0, rows)], counts => counts[0].Hits / (double)rows, seed: 1);
        Assert.Equal(low, interval.Low, tolerance: 1.01 / rows * Math.Sqrt(rows / 100.0));
        Assert.Equal(high, interval.High, tolerance: 1.01 / rows * Math.Sqrt(rows / 100.0));
    }

    [Fact]
    public void The_bootstrap_keeps_the_number_of_rows_of_each_label()
    {
        var log = Enumerable.Range(0, 40).Select(i => Answer(i < 5 ? "cat" : "dog", "dog")).ToArray();
        var f1 = MetricsCalculator.Compute(TaskKind.Classification, ["cat", "dog"], log, seed: 1).MacroF1;
        Assert.Equal((f1.Value, f1.Value), (f1.Low, f1.High));
    }

    [Fact]
    public void Labels_of_fewer_than_five_rows_are_drawn_together()
    {
        // 20 labels with 21 rows, half of them wrong: each label alone has no other draw than itself.
        string[] labels = [.. Enumerable.Range(0, 20).Select(i => $"{i:00}")];
        Prediction[] log = [.. Enumerable.Range(0, 21).Select(i => Answer(labels[i % 20], labels[i % 2 == 0 ? i % 20 : (i + 1) % 20]))];

        var f1 = MetricsCalculator.Compute(TaskKind.Classification, labels, log, seed: 1).MacroF1;

        Assert.InRange(f1.Low, 0.1, f1.Value - 0.1);
        Assert.InRange(f1.High, f1.Value + 0.1, 0.8);
    }

    [Fact]
    public void A_rare_label_is_drawn_together_with_the_smallest_of_the_others()
    {
        // Three cats alone would be all right or all wrong. With six dogs beside them, and not with the 40 birds, they may be none to nine.
        Prediction[] log =
        [
            .. Enumerable.Repeat(Answer("cat", "cat"), 3), .. Enumerable.Repeat(Answer("dog", "dog"), 5), Answer("dog", "cat"), .. Enumerable.Repeat(Answer("bird", "bird"), 40),
        ];
        var drawn = new HashSet<(int Cats, int Dogs, int Birds)>();
        BootstrapInterval.Compute(Outcomes.Of(TaskKind.Classification, Labels, log), [.. Enumerable.Range(0, log.Length)], Look, seed: 1);

        Assert.All(drawn, counts => Assert.InRange(counts.Birds, 39, 40)); // 39: the jackknife
        Assert.Contains(drawn, counts => counts.Cats > 4);
        Assert.All(drawn, counts => Assert.InRange(counts.Cats + counts.Dogs, 8, 9));

        double Look(LabelCounts counts)
        {
            drawn.Add((counts[1].Support, counts[2].Support, counts[0].Support));
            return F1Score.Macro(counts);
        }
    }

    [Fact]
    public void Fewer_than_five_rows_say_nothing_of_macro_F1()
    {
        var f1 = MetricsCalculator.Compute(TaskKind.Classification, Labels, [.. Log[..4]], seed: 1).MacroF1;
        Assert.Equal((0, 1), (f1.Low, f1.High));
    }

    [Fact]
    public void Latency_and_tokens_are_summed_up()
    {
        Prediction[] log = [.. Enumerable.Range(1, 5).Select(i => Answer("cat", "cat") with { Milliseconds = i, PromptTokens = 10 * i, GeneratedTokens = i })];
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1);
        Assert.Equal((3, 4.8, 30, 3), (metrics.LatencyP50, Math.Round(metrics.LatencyP95, 12), metrics.PromptTokens, metrics.GeneratedTokens));
    }

    [Fact]
    public void Latency_is_that_of_single_requests_and_what_a_text_takes_in_batches_stands_beside_it()
    {
        Prediction[] log = [.. Enumerable.Range(1, 5).Select(i => Answer("cat", "cat") with { Milliseconds = i })];
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1, latencies: [40, 20, 30]);
        Assert.Equal((30, 39, 3), (metrics.LatencyP50, Math.Round(metrics.LatencyP95, 12), metrics.MillisecondsPerText));
    }

    [Fact]
    public void Latency_of_enough_single_requests_has_an_interval_between_two_of_them()
    {
        // Of 100 values the median lies between the 40th and the 61st, the 95th percentile between the 90th and the greatest (Hahn and Meeker 1991).
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, Labels, Log, seed: 1, latencies: [.. Enumerable.Range(1, 100).Select(i => (double)i)]);
        Assert.Equal(new Interval(50.5, 40, 61), metrics.LatencyP50Interval);
        Assert.Equal((90, 100), (metrics.LatencyP95Interval!.Value.Low, metrics.LatencyP95Interval.Value.High));

        var few = MetricsCalculator.Compute(TaskKind.Classification, Labels, Log, seed: 1, latencies: [.. Enumerable.Range(1, 71).Select(i => (double)i)]);
        Assert.Equal((true, false), (few.LatencyP50Interval.HasValue, few.LatencyP95Interval.HasValue));
    }

    [Fact]
    public void Texts_of_one_batch_give_latency_no_interval() =>
        Assert.Null(MetricsCalculator.Compute(TaskKind.Classification, Labels, [.. Enumerable.Repeat(Log[0] with { Milliseconds = 1 }, 100)], seed: 1).LatencyP50Interval);

    [Fact]
    public void A_bin_without_a_mistake_is_off_by_no_more_than_chance_has_it_where_it_may_be_as_good_as_it_claims()
    {
        // 30 rows of confidence .97, all right: gap .03. Rows that are right 97 times in a hundred have a standard error of √(.0291 / 30) = .031145, so
        // a gap measured anew has a mean of 2 · .031145 · φ(.96324) + .03 · (1 - 2Φ(-.96324)) = .015626 + .019937 = .035563.
        Prediction[] log = [.. Enumerable.Range(0, 30).Select(_ => Answer("cat", "cat") with { Probabilities = [0.01, 0.97, 0.02] })];
        Assert.Equal(0.06 - 0.035563, MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1).CalibrationError!.Value, 5);
    }

    [Fact]
    public void Calibration_error_is_the_gap_between_confidence_and_accuracy_less_what_chance_adds()
    {
        // 30 rows of one confidence make one bin: confidence .8, accuracy ½, gap .3. Measured anew, accuracy would have a
        // standard error of √(¼ / 30) = .0913 and the gap a mean of .30002, so that much is chance.
        Prediction[] log = [.. Enumerable.Range(0, 30).Select(i => Answer(i % 2 == 0 ? "cat" : "dog", "cat") with { Probabilities = [0.1, 0.8, 0.1] })];
        var metrics = MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1);
        Assert.Equal(0.29998, metrics.CalibrationError!.Value, 5);
        Assert.Equal(new CalibrationBin(0.8, 0.5, 30), Assert.Single(metrics.Calibration) with { Confidence = 0.8 });
    }

    [Fact]
    public void Equal_confidences_share_a_bin_whatever_the_order_of_the_rows()
    {
        var logs = Gen.Select(Gen.Int[0, 6], Gen.Bool).Select((sure, isRight) =>
            Answer(isRight ? "cat" : "dog", "cat") with { Probabilities = [0, 0.5 + (sure / 14.0), 0.5 - (sure / 14.0)] }).Array[1, 80];
        Gen.Select(logs, Gen.Int).Sample((log, seed) =>
        {
            var shuffled = log.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (one, other) = (CalibrationError.Compute(Claims(log))!.Value, CalibrationError.Compute(Claims(shuffled))!.Value);
            return one.Error == other.Error && one.Bins.SequenceEqual(other.Bins)
                && one.Bins.Count <= log.Select(p => p.Probabilities[1]).Distinct().Count();
        });
    }

    [Fact]
    public void A_good_part_of_what_chance_makes_of_perfect_calibration_is_taken_off()
    {
        // Right as often as it is sure to be: all of the error is chance.
        var random = new Random(5);
        Prediction[] log =
        [
            .. Enumerable.Range(0, 300).Select(_ => 0.5 + (random.NextDouble() / 2)).Select(sure =>
                Answer(random.NextDouble() < sure ? "cat" : "dog", "cat") with { Probabilities = [0, sure, 1 - sure] }),
        ];
        var plain = CalibrationError.Compute(Claims(log))!.Value.Bins.Sum(bin => Math.Abs(bin.Accuracy - bin.Confidence) * bin.Count) / 300;
        Assert.InRange(MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1).CalibrationError!.Value, 0, 0.8 * plain);
    }

    [Fact]
    public void Calibration_bins_have_equal_mass_from_the_least_to_the_most_confident()
    {
        Prediction[] log = [.. Enumerable.Range(0, 100).Select(i => Answer("cat", "cat") with { Probabilities = [0.5 - (i / 200.0), 0.5 + (i / 200.0), 0] })];
        var bins = MetricsCalculator.Compute(TaskKind.Classification, Labels, log, seed: 1).Calibration;
        Assert.All(bins, bin => Assert.InRange(bin.Count, 6, 7));
        Assert.Equal(100, bins.Sum(bin => bin.Count));
        Assert.Equal(bins.OrderBy(bin => bin.Confidence), bins);
    }

    [Fact]
    public void Without_probabilities_there_is_no_calibration_error() =>
        Assert.Null(MetricsCalculator.Compute(TaskKind.Classification, Labels, Log, seed: 1).CalibrationError);

    [Fact]
    public void Nothing_to_measure_or_a_foreign_label_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => MetricsCalculator.Compute(TaskKind.Classification, Labels, [], seed: 1));
        Assert.Throws<ArgumentException>(() => MetricsCalculator.Compute(TaskKind.Classification, Labels, [Answer("emu", "cat")], seed: 1));
    }

    private static IEnumerable<(double Probability, bool IsTrue)> Claims(IEnumerable<Prediction> log) =>
        log.SelectMany(p => TaskKind.Classification.Claims(p.Probabilities, [Array.IndexOf(Labels, p.Predicted!.Only)], [Array.IndexOf(Labels, p.Labels.Only)]));

    private static Prediction Answer(string label, string? predicted) =>
        new() { Part = DatasetPart.Test, Id = "", Labels = label, Predicted = predicted };
}
