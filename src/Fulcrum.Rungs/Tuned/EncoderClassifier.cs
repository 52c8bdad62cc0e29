using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Classifies with an encoder's classification head.</summary>
/// <param name="encoder">The model, with a head for the labels.</param>
/// <param name="tokenize">Text to what the model reads.</param>
internal sealed class EncoderClassifier(Encoder encoder, Func<string, FormattedPrompt> tokenize) : ITextClassifier
{
    private const int Rows = 32;
    private const int Tokens = 2048;

    /// <inheritdoc/>
    public void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, CancellationToken cancellationToken)
    {
        var prompts = examples.Select(example => tokenize(example.Text)).ToArray();
        foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Tokens.Length)], Rows, Tokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var probabilities = encoder.Probabilities([.. batch.Select(index => prompts[index].Tokens)]);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length;
            foreach (var (index, values) in batch.Zip(probabilities))
                classified(new Classification(examples[index], SequentialScoring.MostProbable(values), prompts[index], milliseconds) { Probabilities = values });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The encoder belongs to the caller.
    }
}
