using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs;

/// <summary>A predictor with what it works on, let go together.</summary>
/// <param name="predictor">Answers.</param>
/// <param name="owned">What it works on, let go after it in this order.</param>
internal sealed class OwningPredictor(IPredictor predictor, params IReadOnlyList<IDisposable> owned) : IPredictor
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => predictor.Notes;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken) =>
        predictor.Predict(inputs, answered, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        predictor.Dispose();
        foreach (var resource in owned) resource.Dispose();
    }
}
