using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class PerturbedPredictionsTests
{
    private readonly TestTrials _trials = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Every_copy_of_an_answered_row_is_asked_about_and_logged_with_its_perturbation()
    {
        var context = _trials.Create(test: 9, copied: 3, clock: _clock);

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock), Answered(context, 9), TestContext.Current.CancellationToken);

        Assert.Empty(notes);
        Assert.Equal(
            [("test-6~typos", "typos", "ham"), ("test-7~typos", "typos", "spam"), ("test-8~typos", "typos", "ham"), ("test-6~case", "case", "ham"), ("test-7~case", "case", "spam"), ("test-8~case", "case", "ham")],
            _trials.Predictions.Select(p => (p.Id, p.Perturbation, p.Labels.Only)));
        Assert.All(_trials.Predictions, p => Assert.Equal((DatasetPart.Perturbed, p.Labels), (p.Part, p.Predicted)));
    }

    [Fact]
    public void Copies_of_rows_without_an_answer_are_left_out()
    {
        var context = _trials.Create(test: 9, copied: 9, clock: _clock);

        PerturbedPredictions.Write(context, new Sequential(_clock), Answered(context, 2), TestContext.Current.CancellationToken);

        Assert.Equal(["test-0~typos", "test-1~typos", "test-0~case", "test-1~case"], _trials.Predictions.Select(p => p.Id));
    }

    [Fact]
    public void They_take_less_than_a_third_of_what_the_trial_took_before()
    {
        var context = _trials.Create(test: 100, copied: 100, clock: _clock);
        _clock.Advance(TimeSpan.FromSeconds(200));

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock, seconds: 1), Answered(context, 100, seconds: 100), TestContext.Current.CancellationToken);

        Assert.InRange(_trials.Predictions.Count, 60, 66);
        Assert.Equal([$"The time for perturbed texts ended after {_trials.Predictions.Count} of 200."], notes);
        Assert.Equal(context.Data.Perturbed.Take(_trials.Predictions.Count).Select(copy => copy.Id), _trials.Predictions.Select(p => p.Id));
    }

    [Fact]
    public void A_quick_trial_has_five_seconds_for_them()
    {
        var context = _trials.Create(test: 100, copied: 100, clock: _clock);

        PerturbedPredictions.Write(context, new Sequential(_clock, seconds: 0.1), Answered(context, 100, seconds: 10), TestContext.Current.CancellationToken);

        Assert.InRange(_trials.Predictions.Count, 50, 60);
    }

    [Fact]
    public void A_predictor_that_is_too_slow_to_show_anything_is_not_asked_and_it_is_said()
    {
        var context = _trials.Create(test: 10, copied: 10, clock: _clock);
        _clock.Advance(TimeSpan.FromSeconds(30));

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock, seconds: 3), Answered(context, 10, seconds: 30), TestContext.Current.CancellationToken);

        Assert.Equal(["It was not asked about perturbed texts: 30 of them would have taken more than the 9.0\u202fs that the trial had for them."], notes);
        Assert.Empty(_trials.Predictions);
    }

    [Fact]
    public void A_budget_ends_them()
    {
        var context = _trials.Create(test: 100, copied: 100, clock: _clock, budget: 104);
        _clock.Advance(TimeSpan.FromSeconds(100));

        PerturbedPredictions.Write(context, new Sequential(_clock, seconds: 0.1), Answered(context, 100, seconds: 10), TestContext.Current.CancellationToken);

        Assert.InRange(_trials.Predictions.Count, 40, 50);
        Assert.InRange(context.Elapsed.TotalSeconds, 104, 105);
    }

    [Fact]
    public void A_spent_budget_leaves_none()
    {
        var context = _trials.Create(test: 100, copied: 100, clock: _clock, budget: 100);
        _clock.Advance(TimeSpan.FromSeconds(101));

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock), Answered(context, 100, seconds: 1), TestContext.Current.CancellationToken);

        Assert.Equal(["It was not asked about perturbed texts: 30 of them would have taken more than the 0\u202fms that the trial had for them."], notes);
        Assert.Empty(_trials.Predictions);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), "InvalidOperationException: it fell over")]
    [InlineData(typeof(TrialFailedException), "it fell over")]
    [InlineData(typeof(UnreadableTextsException), "Row test-1~typos: it fell over")]
    public void A_text_on_which_the_predictor_fails_has_no_answer_and_the_others_have_theirs(Type failure, string reason)
    {
        var context = _trials.Create(test: 2, copied: 2, clock: _clock);

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock, failsOn: "test-1~typos", failure: failure), Answered(context, 2), TestContext.Current.CancellationToken);

        Assert.Equal([$"1 of 4 perturbed texts got no answer: {reason}"], notes);
        Assert.Equal(
            [("test-0~typos", "ham"), ("test-1~typos", null), ("test-0~case", "ham"), ("test-1~case", "spam")],
            _trials.Predictions.Select(p => (p.Id, p.Predicted?.Only)));
    }

    [Fact]
    public void Texts_that_failed_among_others_are_not_counted_when_there_is_no_time_to_ask_again()
    {
        var context = _trials.Create(test: 20, copied: 20, clock: _clock);

        var notes = PerturbedPredictions.Write(
            context, new Sequential(_clock, seconds: 1, failsOn: "test-5~typos", failure: typeof(InvalidOperationException)), Answered(context, 20, seconds: 1), TestContext.Current.CancellationToken);

        // Five answers of a sample of eight took all the time.
        Assert.Equal(["The time for perturbed texts ended after 5 of 40."], notes);
        Assert.All(_trials.Predictions, p => Assert.NotNull(p.Predicted));
    }

    [Fact]
    public void Probabilities_that_are_no_numbers_are_no_answer()
    {
        var context = _trials.Create(test: 1, copied: 1, clock: _clock);

        var notes = PerturbedPredictions.Write(context, new Sequential(_clock, probability: double.NaN), Answered(context, 1), TestContext.Current.CancellationToken);

        Assert.Equal(["2 of 2 perturbed texts got no answer: Its probabilities are no numbers."], notes);
        Assert.All(_trials.Predictions, p => Assert.Equal((null, 0), (p.Predicted, p.Probabilities.Count)));
    }

    [Fact]
    public void A_cancellation_is_no_failure_of_the_predictor()
    {
        var context = _trials.Create(test: 2, copied: 2, clock: _clock);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => PerturbedPredictions.Write(context, new Sequential(_clock), Answered(context, 2), stop.Token));
    }

    private static PartPredictions Answered(TrialContext context, int rows, double seconds = 0) =>
        new(seconds, context.Data.Test.Take(rows).Select(row => row.Id).ToHashSet(), []);

    /// <summary>Answers with the label that a text is, one text after another, each in a time on a clock; may fail on one of them.</summary>
    private sealed class Sequential(FakeTimeProvider clock, double seconds = 0, string? failsOn = null, Type? failure = null, double? probability = null) : IPredictor
    {
        public void Dispose()
        {
        }

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            if (failure == typeof(UnreadableTextsException) && inputs.Index().FirstOrDefault(input => input.Item.Id == failsOn) is { Item.Id: not null } unreadable)
                throw new UnreadableTextsException(inputs, [(unreadable.Index, new InputError("it fell over"))]);
            foreach (var (index, input) in inputs.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                clock.Advance(TimeSpan.FromSeconds(seconds));
                if (input.Id == failsOn) throw failure == typeof(TrialFailedException) ? new TrialFailedException("it fell over") : new InvalidOperationException("it fell over");
                answered(new Answer(index, 4.5) { Labels = [Array.IndexOf(TestTrials.Labels, input.Text)], Probabilities = probability is { } p ? [p, 1 - p] : [] });
            }
        }
    }
}
