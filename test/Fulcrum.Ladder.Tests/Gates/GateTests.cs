using Fulcrum.Data;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Gates;

public sealed class GateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("accuracy>=0.85", "passed: accuracy>=0.85 (90.0\u202f% [76.9, 96.0]; the limit lies within the interval)")]
    [InlineData("accuracy >= 97%", "failed: accuracy >= 97% (90.0\u202f% [76.9, 96.0])")]
    [InlineData("ACCURACY > 90 %", "failed: ACCURACY > 90 % (90.0\u202f% [76.9, 96.0]; the limit lies within the interval)")]
    [InlineData("accuracy=.9", "passed: accuracy=.9 (90.0\u202f% [76.9, 96.0]; the limit lies within the interval)")]
    [InlineData("recall(spam)>=0.99", "failed: recall(spam)>=0.99 (80.0\u202f% [58.4, 91.9])")]
    [InlineData("recall( \"spam\" )<0.9", "passed: recall( \"spam\" )<0.9 (80.0\u202f% [58.4, 91.9]; the limit lies within the interval)")]
    [InlineData("precision(spam)>=1", "passed: precision(spam)>=1 (100.0\u202f% [80.6, 100.0])")]
    [InlineData("f1(ham)>=0.9", "passed: f1(ham)>=0.9 (90.9\u202f%)")]
    [InlineData("shift>=1", "failed: shift>=1 (not known: the trial answered no shifted data)")]
    [InlineData("p50<=2ms", "passed: p50<=2ms (2.0\u202fms)")]
    [InlineData("p95<0.001s", "failed: p95<0.001s (2.0\u202fms)")]
    [InlineData("memory<=1MB", "passed: memory<=1MB (1\u202fkB)")]
    [InlineData("cost<=0.0001", "passed: cost<=0.0001 ($5.556E-05 [$2.778E-05, $0.0001111]; the limit lies within the interval)")]
    [InlineData("training<=1.5h", "passed: training<=1.5h (1\u202fm 30\u202fs)")]
    [InlineData("probability>=0.95", "failed: probability>=0.95 (not known: there is no other trial to compare it with)")]
    [InlineData("grade>=B", "failed: grade>=B (D)")]
    [InlineData("grade<=c", "passed: grade<=c (D)")]
    [InlineData("kind=decided", "failed: kind=decided (not-decided)")]
    [InlineData("kind>=not-decided", "passed: kind>=not-decided (not-decided)")]
    public void A_condition_is_held_against_the_trial_that_the_verdict_names(string gate, string outcome) =>
        Assert.Equal(outcome, Assert.Single(Gate.Parse(gate).Check(Report()).Outcomes).ToString());

    [Fact]
    public void Every_condition_must_hold()
    {
        var report = Report();
        var result = Gate.Parse("accuracy>=0.85 & p95<=1s and recall(spam)>=0.99").Check(report);
        Assert.Equal((false, "Gate failed on classical: 2 of 3 conditions hold."), (result.Passed, result.Summary));
        Assert.Equal("Gate passed on classical: 1 of 1 condition holds.", Gate.Parse("accuracy>=0.85").Check(report).Summary);
    }

    [Fact]
    public void A_drop_is_the_difference_of_test_and_shift_with_the_interval_of_newcombe()
    {
        // 56 of 70 against 48 of 80: Newcombe (1998), table II, method 10: .0524 to .3339.
        var report = Report();
        var trial = report.Trials[0];
        report = report with
        {
            Trials = [trial with { Test = trial.Test! with { Accuracy = WilsonInterval.Compute(56 / 70.0, 70) }, Shift = trial.Test with { Accuracy = WilsonInterval.Compute(48 / 80.0, 80) } }],
        };
        Assert.Equal("passed: drop<=20% (+20.0\u00a0points [+5.2, +33.4]; the limit lies within the interval)", Assert.Single(Gate.Parse("drop<=20%").Check(report).Outcomes).ToString());
        Assert.Equal("passed: shift>=60% (60.0\u202f% [49.0, 70.0]; the limit lies within the interval)", Assert.Single(Gate.Parse("shift>=60%").Check(report).Outcomes).ToString());
    }

    [Fact]
    public void A_share_whose_rows_come_in_groups_has_a_wider_interval()
    {
        var report = Report();
        var grouped = report with { Verdict = report.Verdict with { EffectiveRows = 20 } };
        Assert.Equal("failed: recall(spam)>=0.99 (80.0\u202f% [49.0, 94.3])", Assert.Single(Gate.Parse("recall(spam)>=0.99").Check(grouped).Outcomes).ToString());
    }

    [Fact]
    public void Without_a_judged_trial_no_condition_passes()
    {
        var run = TestRun.Create(_folder.Path);
        FinishedTrial.Fail(run, TestRun.Trial("broken"), "It broke.");
        var result = Gate.Parse("accuracy>=0 & grade>=D").Check(ReportBuilder.Build(run));
        Assert.Equal("Gate failed: 0 of 2 conditions hold.", result.Summary);
        Assert.All(result.Outcomes, outcome => Assert.Equal("not known: no trial was judged", outcome.Value));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_column() => Assert.Equal(
        [
            "--gate(1,1): `accurcy` is no metric of a gate. Did you mean `accuracy`?",
            "--gate(1,23): `p95` takes a time with its unit, such as 200ms or 1.5s, not `200`.",
            "--gate(1,29): `recall` does not say of which label. Write `recall(LABEL)`.",
            "--gate(1,48): `grade` takes a grade, not `E`. Possible here: A, B, C, D.",
        ],
        Errors("accurcy>=0.97 & p95<= 200 & recall>=1 & grade>=E"));

    [Theory]
    [InlineData("", "--gate(1,1): A metric is missing at the end. The metrics are: accuracy, macro-f1, micro-f1, f1(LABEL), recall(LABEL), precision(LABEL), shift, drop, p50, p95, memory, cost, training, ece, probability, grade, kind.")]
    [InlineData("accuracy>=0.9 &", "--gate(1,16): A metric is missing at the end. The metrics are: accuracy, macro-f1, micro-f1, f1(LABEL), recall(LABEL), precision(LABEL), shift, drop, p50, p95, memory, cost, training, ece, probability, grade, kind.")]
    [InlineData("recal(spam)>=0.9", "--gate(1,1): `recal` is no metric of a gate. Did you mean `recall(LABEL)`?")]
    [InlineData("accuracy(spam)>=0.9", "--gate(1,9): `accuracy` takes no label.")]
    [InlineData("accuracy", "--gate(1,9): `accuracy` is compared with nothing: there is the end where a comparison belongs. Possible here: >=, >, <=, <, =.")]
    [InlineData("accuracy != 1", "--gate(1,10): `accuracy` is compared with nothing: there is `!` where a comparison belongs. Possible here: >=, >, <=, <, =.")]
    [InlineData("accuracy>=", "--gate(1,11): The limit of `accuracy` is missing.")]
    [InlineData("accuracy>=97", "--gate(1,11): `accuracy` takes a share from 0 to 1, such as 0.97 or 97%, not `97`.")]
    [InlineData("accuracy>=97ms", "--gate(1,11): `accuracy` takes a share from 0 to 1, such as 0.97 or 97%, not `97ms`.")]
    [InlineData("memory<=2", "--gate(1,9): `memory` takes a size with its unit, such as 500MB or 2GB, not `2`.")]
    [InlineData("cost<=5%", "--gate(1,7): `cost` takes US dollars per 1,000 requests as a plain number, such as 0.05, not `5%`.")]
    [InlineData("kind=decide", "--gate(1,6): `kind` takes a kind of verdict, not `decide`. Did you mean `decided`?")]
    [InlineData("accuracy>=0.9 p95<=1s", "--gate(1,15): There is `p95` behind a condition. Write `&` or `and` between conditions.")]
    [InlineData("accuracy>=0.9, p95<=1s", "--gate(1,14): There is `,` behind a condition. Write `&` or `and` between conditions.")]
    public void What_cannot_be_read_is_refused(string gate, string error) => Assert.Equal([error], Errors(gate));

    [Fact]
    public void Labels_and_parts_that_the_data_has_not_are_refused_together() => Assert.Equal(
        [
            "--gate(1,1): `Spam` of `recall` is not one of the labels. Did you mean `spam`?",
            "--gate(1,21): `a \"(b)` of `f1` is not one of the labels. Possible here: ham, spam.",
            "--gate(1,42): `drop` is measured on shifted data, and there is no shifted part. Give `shift` in task.yaml, or leave the condition out.",
            "--gate(1,55): `micro-f1` says no more than accuracy where rows have one label each. Use `accuracy`.",
        ],
        Assert.Throws<InputException>(() => Gate.Parse("""recall(Spam)>=0.9 & f1("a \"(b)")>=0.5 & drop<=5% and micro-f1>0""").Require(TaskKind.Classification, TestRun.PerturbedData.Split))
            .Errors.Select(error => error.ToString()));

    [Fact]
    public void What_the_data_can_answer_is_not_refused() =>
        Gate.Parse("recall(spam)>=0.9 & precision(\"ham\")>=0.9 & shift>=0.5 & accuracy>=1").Require(TaskKind.Classification, TestRun.Data.Split);

    private static string[] Errors(string gate) => [.. Assert.Throws<InputException>(() => Gate.Parse(gate)).Errors.Select(error => error.ToString())];

    /// <summary>One trial that takes every fifth spam for ham.</summary>
    private ComparisonReport Report()
    {
        var run = TestRun.CreatePerturbed(_folder.Path);
        FinishedTrial.Write(
            run, TestRun.PerturbedData, TestRun.Trial("c"), example => example.Id.Split('-', '~')[1] is "1" or "11" or "21" or "31" ? "ham" : example.Labels.Only,
            outcome: new TrialOutcome { TrainingSeconds = 90 });
        return ReportBuilder.Build(new RunFolder(_folder.Path));
    }
}
