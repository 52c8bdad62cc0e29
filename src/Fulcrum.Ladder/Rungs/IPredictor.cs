namespace Fulcrum.Ladder.Rungs;

/// <summary>Answers texts with a fitted rung. Used from one thread.</summary>
public interface IPredictor : IDisposable
{
    /// <summary>What a reader should know of the answers given so far, one sentence each; often empty.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>Answers every input, in the order that is quickest.</summary>
    /// <param name="inputs">What to answer.</param>
    /// <param name="answered">Is told of each answer as it is made; <see cref="Answer.Index"/> says which input it is of.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <exception cref="UnreadableTextsException">Some inputs cannot be read by the model, e.g. are too long; all of these are named, and none of the inputs was answered.</exception>
    void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken);
}
