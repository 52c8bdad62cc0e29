using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Rungs;

/// <summary>A predictor whose answers have their labels: where a rung gives probabilities, the artifact's kind of task and rule decide.</summary>
/// <param name="predictor">What the rung opened; let go with this one.</param>
/// <param name="manifest">How the artifact answers.</param>
public sealed class DecidingPredictor(IPredictor predictor, PredictorManifest manifest) : IPredictor
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => predictor.Notes;

    /// <summary>Opens an artifact, so that it answers with labels.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The artifact is damaged.</exception>
    public static DecidingPredictor Open(IRung rung, Artifact artifact) => new(rung.Open(artifact), artifact.Manifest);

    /// <summary>The answer with its labels; as it is where these are decided already, as those of the parts of a cascade are.</summary>
    public static Answer Decide(Answer answer, PredictorManifest manifest) =>
        answer.Labels is not null || answer.Probabilities.Count == 0 ? answer : answer with { Labels = manifest.Task.Decide(answer.Probabilities, manifest.Rule) };

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken) =>
        predictor.Predict(inputs, answer => answered(Decide(answer, manifest)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => predictor.Dispose();
}
