using System.Diagnostics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Answers with what a network scores the labels.</summary>
/// <param name="classifier">The network.</param>
/// <param name="tokenize">Text to what the model reads.</param>
internal sealed class ClassifierPredictor(ITextClassifier classifier, Func<string, FormattedPrompt> tokenize) : IPredictor
{
    private const int Rows = 32;
    private const int Tokens = 2048;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        var prompts = PromptBatch.Create(inputs, tokenize, cancellationToken);
        foreach (var batch in LengthBuckets.Create([.. prompts.Prompts.Select(prompt => prompt.Tokens.Length)], Rows, Tokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var probabilities = classifier.Probabilities([.. batch.Select(index => prompts.Prompts[index].Tokens)]);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length;
            foreach (var (index, values) in batch.Zip(probabilities)) answered(prompts.Complete(index, Answer.Of(index, values, milliseconds)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The network belongs to the caller.
    }
}
