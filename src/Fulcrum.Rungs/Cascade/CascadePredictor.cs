using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Cascade;

/// <summary>Asks the first part about every text, and the second, all at once, about those of which the first is not sure.</summary>
/// <param name="cheap">Answers first; let go with this one.</param>
/// <param name="costly">Answers the rest; let go with this one.</param>
/// <param name="kind">What an answer is.</param>
/// <param name="threshold">The confidence from which on the first answer stands.</param>
internal sealed class CascadePredictor(IPredictor cheap, IPredictor costly, TaskKind kind, double threshold) : IPredictor
{
    private long _asked;
    private long _escalated;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
    [
        .. cheap.Notes,
        .. costly.Notes,
        .. _asked == 0 ? Array.Empty<string>() : [FormattableString.Invariant($"The costly part of the cascade was asked about {_escalated:N0} of {_asked:N0} texts.")],
    ];

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        var answers = new Answer[inputs.Count];
        cheap.Predict(inputs, answer => answers[answer.Index] = answer, cancellationToken);
        int[] escalated = [.. Enumerable.Range(0, inputs.Count).Where(index => Confidence(answers[index]) < threshold)];
        if (escalated.Length > 0) Escalate(inputs, escalated, answers, cancellationToken);
        _asked += inputs.Count;
        _escalated += escalated.Length;
        // Told at the end: where the second part cannot read a text, no input may have been answered.
        foreach (var answer in answers) answered(answer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cheap.Dispose();
        costly.Dispose();
    }

    private double Confidence(Answer answer) => answer is { Labels: { } labels, Probabilities.Count: > 0 } ? kind.Confidence(answer.Probabilities, labels) : 0;

    private void Escalate(IReadOnlyList<TaskInput> inputs, int[] escalated, Answer[] answers, CancellationToken cancellationToken)
    {
        try
        {
            costly.Predict([.. escalated.Select(index => inputs[index])], Replace, cancellationToken);
        }
        catch (UnreadableTextsException e)
        {
            throw new UnreadableTextsException(inputs, [.. e.Faults.Select(fault => (escalated[fault.Index], fault.Error))]);
        }

        void Replace(Answer second)
        {
            var index = escalated[second.Index];
            var first = answers[index];
            answers[index] = second with
            {
                Index = index,
                Milliseconds = first.Milliseconds + second.Milliseconds,
                PromptTokens = first.PromptTokens + second.PromptTokens,
                GeneratedTokens = first.GeneratedTokens + second.GeneratedTokens,
            };
        }
    }
}
