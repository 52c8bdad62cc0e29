using Fulcrum.Data;

namespace Fulcrum.Ladder.Rungs;

/// <summary>Asks a predictor about as many examples as there is time for.</summary>
public static class TimedAnswers
{
    /// <summary>Asks about examples in the order given, in samples of <see cref="TimedSamples"/>.</summary>
    /// <param name="predictor">Answers.</param>
    /// <param name="examples">What there is to ask.</param>
    /// <param name="answered">Is told each answer as it comes; its index is the position among <paramref name="examples"/>.</param>
    /// <param name="stop">Whether time is up; null where there is no end to it.</param>
    /// <param name="clock">Times the samples.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static void Ask(
        IPredictor predictor, IReadOnlyList<Example> examples, Action<Answer> answered, Func<bool>? stop, TimeProvider clock, CancellationToken cancellationToken)
    {
        TimedSamples.Run([.. examples.Index()], Ask, stop, clock);

        void Ask(IReadOnlyList<(int Index, Example Example)> sample) => predictor.Predict(
            [.. sample.Select(item => new TaskInput(item.Example.Id, item.Example.Text))],
            answer => answered(answer with { Index = sample[answer.Index].Index }),
            cancellationToken);
    }
}
