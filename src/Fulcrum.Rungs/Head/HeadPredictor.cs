using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Head;

/// <summary>Answers with a linear model of the features of a frozen one.</summary>
/// <param name="features">Texts to features; let go with the predictor.</param>
/// <param name="head">Features to probabilities.</param>
internal sealed class HeadPredictor(FeatureExtractor features, LinearModel head) : IPredictor
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => features.Notes;

    /// <summary>What a head says of a text.</summary>
    public static Answer Answer(int index, TextFeatures of, LinearModel head) =>
        Ladder.Rungs.Answer.Of(index, head.Predict(of.Vector), of.Milliseconds) with { PromptTokens = of.Tokens, WasCut = of.WasCut };

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        FitContext.Require(inputs, features.Check);
        string[] texts = [.. inputs.Select(input => input.Text)];

        // A single text is how a service is asked: what that takes is what the model takes.
        if (texts.Length == 1) features.Compute(texts, batch => AnswerWith(batch[0].Index, batch[0].Features), cancellationToken);
        else features.Extract(texts, AnswerWith, cancellationToken);

        void AnswerWith(int index, TextFeatures of) => answered(Answer(index, of, head));
    }

    /// <inheritdoc/>
    public void Dispose() => features.Dispose();
}
