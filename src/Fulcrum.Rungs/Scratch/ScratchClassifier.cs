using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Scratch;

/// <summary>Classifies by which label's token follows the text.</summary>
internal sealed class ScratchClassifier(Decoder decoder, ScratchTokenizer tokenizer) : ITextClassifier
{
    private readonly LabelScorer scorer = new(decoder);

    /// <inheritdoc/>
    public void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, CancellationToken cancellationToken)
    {
        var prompts = examples.Select(example => tokenizer.Format(example.Text)).ToArray();
        scorer.Score([.. prompts.Select(prompt => prompt.Tokens)], [.. tokenizer.LabelTokens.Select(token => new[] { token })], Tell, cancellationToken);

        void Tell(IReadOnlyList<ScoredPrompt> batch)
        {
            foreach (var scored in batch)
            {
                var probabilities = LabelProbabilities.Softmax(scored.LogProbabilities);
                classified(new Classification(
                    examples[scored.Index], SequentialScoring.MostProbable(probabilities), prompts[scored.Index], scored.Milliseconds) { Probabilities = probabilities });
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scorer.Dispose();
}
