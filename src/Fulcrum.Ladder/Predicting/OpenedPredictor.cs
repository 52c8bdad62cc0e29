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

    /// <summary>Answers rows; one without text is not asked about.</summary>
    /// <exception cref="InputException">The model cannot read some of the texts, e.g. they are too long; all of these are named.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public IReadOnlyList<RowAnswer> Answer(IReadOnlyList<TextRow> rows, CancellationToken cancellationToken)
    {
        var answers = new RowAnswer[rows.Count];
        Array.Fill(answers, RowAnswer.None);
        int[] asked = [.. Enumerable.Range(0, rows.Count).Where(row => rows[row].Text.Length > 0)];
        if (asked.Length == 0) return answers;
        try
        {
            _predictor.Predict(
                [.. asked.Select(row => new TaskInput(rows[row].Name, rows[row].Text))],
                answer => answers[asked[answer.Index]] = RowAnswer.Of(answer, Artifact.Manifest.Task),
                cancellationToken);
        }
        catch (InputException e)
        {
            // What a rung advises is for a comparison, and how long a text may be was settled there.
            throw new InputException(
                [.. e.Errors.Select(error => error with { File = error.File ?? rows[0].File, Remedy = "Shorten the text, or compare again with --truncate head or --truncate tail." })], e);
        }

        return answers;
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();
}
