using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Tuned;

/// <summary>How a model does on rows of dev.</summary>
/// <param name="Accuracy">Mean score, 0 to 1.</param>
/// <param name="Loss">Mean negative log-likelihood of the truth, nats; null where there are no probabilities.</param>
/// <param name="Answers">What it said of each row that it was asked.</param>
internal sealed record DevScore(double Accuracy, double? Loss, IReadOnlyList<Answer> Answers)
{
    /// <summary>
    /// The loss decides, which tells more of a few rows than how many are right; where there is none, the accuracy, and of equals the
    /// later one, which had more training.
    /// </summary>
    public bool IsBetterThan(DevScore? earlier) =>
        earlier is null || (Loss is { } loss && earlier.Loss is { } other ? loss < other : Accuracy >= earlier.Accuracy);

    /// <summary>Asks a model about rows, of which there is at least one; not all of them where <paramref name="stop"/> says so.</summary>
    /// <param name="rows">The rows, in the order in which they are asked.</param>
    /// <param name="context">The trial, which scores answers.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="stop">Whether time is up; null where there is no end to it.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static DevScore Measure(
        IReadOnlyList<Example> rows, FitContext context, IPredictor predictor, Func<bool>? stop, CancellationToken cancellationToken)
    {
        var (score, loss) = (0.0, (double?)0);
        var answers = new List<Answer>(rows.Count);
        TimedAnswers.Ask(predictor, rows, Add, stop, context.Clock, cancellationToken);
        return new DevScore(score / answers.Count, loss / answers.Count, answers);

        void Add(Answer answer)
        {
            answers.Add(answer);
            score += context.Score(answer, rows[answer.Index]);
            loss = answer.Probabilities.Count == 0 ? null : loss + context.Kind.Loss(answer.Probabilities, context.TruthOf(rows[answer.Index]));
        }
    }
}
