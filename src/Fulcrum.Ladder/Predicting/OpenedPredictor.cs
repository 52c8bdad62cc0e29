using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Predicting;

/// <summary>An artifact that answers rows. Used from one thread.</summary>
public sealed class OpenedPredictor : IDisposable
{
    private readonly IPredictor _predictor;

    private OpenedPredictor(Artifact artifact, IPredictor predictor) => (Artifact, _predictor) = (artifact, predictor);

    /// <summary>What was opened.</summary>
    public Artifact Artifact { get; }

    /// <summary>The labels in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => Artifact.Manifest.Labels;

    /// <summary>An answer by the names of its labels; <see langword="null"/> where there is none.</summary>
    public LabelSet? LabelsOf(RowAnswer answer) => answer.Labels is { } labels ? Artifact.Manifest.Task.ToLabels(labels, Labels) : null;

    /// <inheritdoc cref="IPredictor.Notes"/>
    public IReadOnlyList<string> Notes => _predictor.Notes;

    /// <summary>Opens an artifact with the rung that made it.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="findRung">The rung of a name, or <see langword="null"/>.</param>
    /// <exception cref="InputException">It is damaged, or of a rung that this version does not have.</exception>
    public static OpenedPredictor Open(Artifact artifact, Func<string, IRung?> findRung)
    {
        var rung = findRung(artifact.Manifest.Rung) ?? throw artifact.Invalid($"is of the rung `{artifact.Manifest.Rung}`, which this version does not have");
        return new OpenedPredictor(artifact, DecidingPredictor.Open(rung, artifact));
    }

    /// <summary>Answers rows. One without text is not asked about; one that the model cannot read gets a <see cref="RowAnswer.Fault"/>.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public IReadOnlyList<RowAnswer> Answer(IReadOnlyList<TextRow> rows, CancellationToken cancellationToken)
    {
        var answers = new RowAnswer[rows.Count];
        Array.Fill(answers, RowAnswer.None);
        int[] asked = [.. Enumerable.Range(0, rows.Count).Where(row => rows[row].Text.Length > 0)];
        try
        {
            Ask(asked);
        }
        catch (UnreadableTextsException e)
        {
            // Which rows are then asked about together depends on the rows alone, as whoever resumes a prediction needs it.
            foreach (var (index, error) in e.Faults)
                answers[asked[index]] = RowAnswer.None with { Fault = $"{error.Message} {UnreadableTextsException.AdviceAfterFitting}" };
            Ask([.. asked.Where(row => answers[row].Fault is null)]);
        }

        return answers;

        void Ask(int[] about)
        {
            if (about.Length == 0) return;
            _predictor.Predict(
                [.. about.Select(row => new TaskInput(rows[row].Name, rows[row].Text))],
                answer => answers[about[answer.Index]] = RowAnswer.Of(answer, Artifact.Manifest.Task),
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();
}
