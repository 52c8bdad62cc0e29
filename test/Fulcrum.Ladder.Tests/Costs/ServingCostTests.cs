using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Costs;

public sealed class ServingCostTests
{
    [Fact]
    public void A_month_is_the_volume_times_a_request_and_a_part_of_training()
    {
        // 36 ms a text at 0.10 a hour: 0.001 per 1,000. One hour of training: 0.10, over 10 months.
        var result = new TrialResult
        {
            Status = TrialStatus.Completed, PeakMemoryBytes = 500, Outcome = new TrialOutcome { TrainingSeconds = 3600, ArtifactBytes = 20 },
        };
        var cost = ServingCost.Of(TestRun.Trial("a", "lora"), result, Figures(5, 9), [.. Enumerable.Range(0, 9).Select(i => Row(i, 27 + (i / 3 * 9)))], new ServingTerms(1_000_000, 0.10, 10), modelBytes: 300);

        Assert.Equal(0.036, cost.SecondsPerText.Value, 12);
        Assert.Equal(0.001, cost.PerThousand.Value, 12);
        Assert.Equal(0.1, cost.Training, 12);
        Assert.Equal(1 + 0.01, cost.PerMonth.Value, 12);
        Assert.Equal(1_000_000 * 0.036 / (365.25 * 24 * 3600 / 12), cost.Machines, 12);
        Assert.Equal((1, 320, 500L, 5, 9), (cost.WholeMachines, cost.StorageBytes, cost.MemoryBytes, cost.LatencyP50, cost.LatencyP95));
        Assert.Equal(cost.SecondsPerText.High / cost.SecondsPerText.Value, cost.PerThousand.High / cost.PerThousand.Value, 12);
        Assert.Equal((cost.PerThousand.Low * 1000) + 0.01, cost.PerMonth.Low, 12);
    }

    [Fact]
    public void A_volume_that_takes_longer_than_a_month_needs_several_machines() => Assert.Equal(
        3, ServingCost.Of(TestRun.Trial("a"), new TrialResult { Status = TrialStatus.Completed }, Figures(1, 1), [Row(0, 1000)], new ServingTerms(6_000_000, 0.1, 12)).WholeMachines);

    [Fact]
    public void It_is_written_to_JSON_and_read_back()
    {
        var cost = ServingCost.Of(TestRun.Trial("a"), new TrialResult { Status = TrialStatus.Completed }, Figures(1, 2), [Row(0, 1), Row(1, 2), Row(2, 3)], new ServingTerms(10, 0.1, 12));
        Assert.Equal(cost, JsonSerializer.Deserialize<ServingCost>(JsonSerializer.Serialize(cost, LadderJson.File), LadderJson.File));
    }

    [Fact]
    public void Texts_of_a_batch_are_one_measurement()
    {
        // Four batches of two, of 1, 2, 3 and 4 seconds a text: Student's interval of their mean, three degrees of freedom.
        var log = Enumerable.Range(0, 8).Select(i => Row(i, 1000 * (1 + (i / 2)))).ToArray();
        var error = Math.Sqrt((2.25 + 0.25 + 0.25 + 2.25) / 3 / 4);
        var factor = Math.Exp(3.182446305284263 * error / 2.5);

        var interval = Throughput.SecondsPerText(log);

        Assert.Equal(2.5, interval.Value, 12);
        Assert.Equal(2.5 / factor, interval.Low, 6);
        Assert.Equal(2.5 * factor, interval.High, 6);
    }

    [Fact]
    public void One_batch_says_nothing_of_the_spread() => Assert.Equal(new Interval(0.5, 0.25, 1), Throughput.SecondsPerText([Row(0, 500), Row(1, 500), Row(2, 500)]));

    [Fact]
    public void A_hiccup_of_the_machine_counts_as_a_slow_batch_and_no_more()
    {
        // Quartiles of 10, 11, 12 … 19 and 5000: 12.5 and 17.5, so that anything beyond 32.5 is far out.
        var log = Enumerable.Range(0, 11).Select(i => Row(i, i == 10 ? 5000 : 10 + i)).ToArray();
        Assert.Equal((145 + 32.5) / 11 / 1000, Throughput.SecondsPerText(log).Value, 12);
    }

    [Fact]
    public void More_texts_make_the_range_narrower()
    {
        double Width(int count) => Throughput.SecondsPerText([.. Enumerable.Range(0, count).Select(i => Row(i, 10 + (i % 7)))]) is var interval ? interval.High / interval.Low : 0;
        Assert.InRange((Width(700) - 1) / (Width(70) - 1), 0.25, 0.4);
    }

    private static TaskMetrics Figures(double p50, double p95) => MetricsCalculator.Compute(
        TaskKind.Classification, ["a", "b"], [Row(0, 1)], 1) with { LatencyP50 = p50, LatencyP95 = p95 };

    private static Prediction Row(int id, double milliseconds) => new() { Part = DatasetPart.Test, Id = $"{id}", Labels = "a", Predicted = "a", Milliseconds = milliseconds };
}
