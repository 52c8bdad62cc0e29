using System.Diagnostics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Classical;

/// <summary>Answers with a learned classical model.</summary>
internal sealed class ClassicalPredictor(ClassicalModel model) : IPredictor
{
    private const int TextsBetweenLooks = 256;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        for (var index = 0; index < inputs.Count; index++)
        {
            if (index % TextsBetweenLooks == 0) cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var probabilities = model.Predict(inputs[index].Text);
            answered(Answer.Of(index, probabilities, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
