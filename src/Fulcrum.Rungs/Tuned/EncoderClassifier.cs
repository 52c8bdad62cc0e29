using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Classifies with an encoder's classification head.</summary>
/// <param name="encoder">The model, with a head for the labels.</param>
/// <param name="tokenize">Text to what the model reads.</param>
/// <param name="run">Texts that are batched by length together; fewer where the budget may end the work.</param>
internal sealed class EncoderClassifier(Encoder encoder, Func<string, FormattedPrompt> tokenize, int run) : ITextClassifier
{
    private const int Rows = 32;
    private const int Tokens = 2048;

    /// <inheritdoc/>
    public void Classify(
        IReadOnlyList<Example> examples, Action<Classification> classified, Func<bool>? stop, CancellationToken cancellationToken)
    {
        foreach (var part in examples.Chunk(run))
        {
            var prompts = part.Select(example => tokenize(example.Text)).ToArray();
            foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Tokens.Length)], Rows, Tokens))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (stop?.Invoke() == true) return;
                var start = Stopwatch.GetTimestamp();
                var probabilities = encoder.Probabilities([.. batch.Select(index => prompts[index].Tokens)]);
                var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length;
                foreach (var (index, values) in batch.Zip(probabilities))
                    classified(new Classification(part[index], SequentialScoring.MostProbable(values), prompts[index], milliseconds) { Probabilities = values });
            }
        }
    }
}
