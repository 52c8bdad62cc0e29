using Fulcrum.Tuning.Optimization;
using Fulcrum.Tuning.Training;
using Microsoft.Extensions.Time.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyLlama _tiny = new();
    private readonly TrainingSequence[] _sequences =
        [.. Enumerable.Range(0, 10).Select(row => TrainingSequence.Answer(Enumerable.Range(20 * row, 5 + row).Select(token => token % 500).ToArray(), [7 + row]))];

    [Fact]
    public void What_is_shown_is_learned()
    {
        var losses = new Progress();

        var summary = Trainer(new TrainingOptions { LearningRate = 3e-3, Epochs = 8, Batch = 4 })
            .Train(_sequences, progress: losses, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(8 * 3, summary.Steps);
        Assert.Equal(8 * _sequences.Sum(sequence => sequence.Tokens.Length), summary.Tokens);
        Assert.True(summary.Loss < losses.Values[0].Loss / 4, $"{losses.Values[0].Loss} fell only to {summary.Loss}");
    }

    [Fact]
    public void Cutting_a_batch_into_micro_batches_changes_nothing_but_rounding()
    {
        var whole = Trainer(new TrainingOptions { LearningRate = 1e-3, Epochs = 1, Batch = 8 })
            .Train(_sequences, cancellationToken: TestContext.Current.CancellationToken);
        using var other = new TinyLlama();
        var cut = Fulcrum.Tuning.Training.Trainer.OfAllWeights(
            other.Decoder, new SequenceLoss(other.Decoder), new TrainingOptions { LearningRate = 1e-3, Epochs = 1, Batch = 8, MicroBatchTokens = 20 }, TimeProvider.System)
            .Train(_sequences, cancellationToken: TestContext.Current.CancellationToken);

        Numbers.AssertRelativelyClose(whole.Loss, cut.Loss, 1e-5);
        var ids = tensor(new long[] { 3, 4, 5 }).unsqueeze(0);
        Numbers.AssertClose(_tiny.Logits(ids), other.Logits(ids), 1e-2);
    }

    [Fact]
    public void It_stops_when_the_caller_has_seen_enough()
    {
        var epochs = new List<int>();

        Trainer(new TrainingOptions { LearningRate = 1e-3, Epochs = 5 }).Train(_sequences, epoch =>
        {
            epochs.Add(epoch);
            return epoch < 2;
        }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], epochs);
    }

    [Fact]
    public void The_deadline_ends_it_inside_an_epoch_and_the_caller_still_evaluates()
    {
        var epochs = new List<int>();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var options = new TrainingOptions { LearningRate = 1e-3, Epochs = 5, Batch = 1, Deadline = DateTimeOffset.UnixEpoch.AddSeconds(4) };

        var summary = new Trainer<TrainingSequence>(new SequenceLoss(_tiny.Decoder), Parameters, options, clock).Train(_sequences, epoch =>
        {
            epochs.Add(epoch);
            return true;
        }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(summary.DeadlineReached);
        Assert.Equal(3, summary.Steps);
        Assert.Equal([1], epochs);
    }

    [Fact]
    public void Where_the_deadline_comes_first_the_rate_rises_and_falls_over_the_steps_there_is_time_for()
    {
        Assert.Equal([0, 1, 2 / 3.0, 1 / 3.0], RatesUntil(seconds: 5), Close);
        Assert.Equal([0, .. Enumerable.Range(0, 9).Select(step => 1 - step / 9.0)], RatesUntil(seconds: 100), Close);

        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

        IEnumerable<double> RatesUntil(int seconds)
        {
            var told = new Progress();
            var options = new TrainingOptions
            {
                LearningRate = 1e-3, Epochs = 1, Batch = 1, Schedule = new(ScheduleShape.Linear), Deadline = DateTimeOffset.UnixEpoch.AddSeconds(seconds),
            };
            new Trainer<TrainingSequence>(new SequenceLoss(_tiny.Decoder), Parameters, options, new FakeTimeProvider(DateTimeOffset.UnixEpoch) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) })
                .Train(_sequences, progress: told, cancellationToken: TestContext.Current.CancellationToken);
            return told.Values.Select(value => value.LearningRate * 1e3);
        }
    }

    [Fact]
    public void It_ends_when_the_loss_is_no_number_any_more()
    {
        var epochs = new List<int>();
        var options = new TrainingOptions { LearningRate = 1e30, Epochs = 5, Batch = 4 };

        var summary = Trainer(options).Train(_sequences, epoch =>
        {
            epochs.Add(epoch);
            return true;
        }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(summary.Diverged);
        Assert.InRange(summary.Steps, 2, 3 * 4);
        Assert.True(epochs.Count < 5);
        Assert.All(epochs, epoch => Assert.True(3 * epoch < summary.Steps, "An epoch that ended in nothing was looked at."));
    }

    [Fact]
    public void Canceling_ends_it_before_the_next_step()
    {
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Trainer(new TrainingOptions { LearningRate = 1 }).Train(_sequences, cancellationToken: canceled.Token));
        Assert.All(Parameters, parameter => Assert.False(parameter.requires_grad));
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _scope.Dispose();
    }

    private Tensor[] Parameters => [.. _tiny.Decoder.Parameters.Select(parameter => parameter.Value)];

    private Trainer<TrainingSequence> Trainer(TrainingOptions options) => new(new SequenceLoss(_tiny.Decoder), Parameters, options, TimeProvider.System);

    private sealed class Progress : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Values { get; } = [];

        public void Report(TrainingProgress value) => Values.Add(value);
    }
}
