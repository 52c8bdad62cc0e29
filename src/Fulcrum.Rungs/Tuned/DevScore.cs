using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Tuned;

/// <summary>How a model does on rows of dev.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="Loss">Mean negative log-likelihood of the true label among the labels, nats.</param>
/// <param name="Answers">What it said of each row that it was asked.</param>
internal sealed record DevScore(double Accuracy, double Loss, IReadOnlyList<Answer> Answers)
{
    // A probability of 0 for the true label would make the mean loss infinite.
    private const double SmallestProbability = 1e-12;

    /// <summary>Accuracy decides, then the loss.</summary>
    public bool IsBetterThan(DevScore? other) =>
        other is null || Accuracy > other.Accuracy || (Accuracy == other.Accuracy && Loss < other.Loss);

    /// <summary>Asks a model about rows, of which there is at least one; not all of them where <paramref name="stop"/> says so.</summary>
    /// <param name="rows">The rows, in the order in which they are asked.</param>
    /// <param name="classOf">The class of a row.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="stop">Whether time is up; null where there is no end to it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static DevScore Measure(
        IReadOnlyList<Example> rows, Func<Example, int> classOf, IPredictor predictor, Func<bool>? stop, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (hits, loss) = (0, 0.0);
        var answers = new List<Answer>(rows.Count);
        TimedSamples.Run([.. rows.Index()], Ask, stop, clock);
        return new DevScore((double)hits / answers.Count, loss / answers.Count, answers);

        void Ask(IReadOnlyList<(int Index, Example Row)> sample) => predictor.Predict(
            [.. sample.Select(item => new TaskInput(item.Row.Id, item.Row.Text))],
            answer => Add(answer with { Index = sample[answer.Index].Index }),
            cancellationToken);

        void Add(Answer answer)
        {
            answers.Add(answer);
            var truth = classOf(rows[answer.Index]);
            if (answer.Label == truth) hits++;
            loss -= Math.Log(Math.Max(answer.Probabilities[truth], SmallestProbability));
        }
    }
}
