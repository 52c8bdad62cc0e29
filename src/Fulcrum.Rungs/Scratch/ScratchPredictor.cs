using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Scratch;

/// <summary>Answers with the label whose token follows the text.</summary>
internal sealed class ScratchPredictor(Decoder decoder, ScratchTokenizer tokenizer) : IPredictor
{
    private readonly LabelScorer _scorer = new(decoder);

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        var prompts = PromptBatch.Create(inputs, tokenizer.Format, cancellationToken);
        _scorer.Score([.. prompts.Prompts.Select(prompt => prompt.Tokens)], [.. tokenizer.LabelTokens.Select(token => new[] { token })], Report, cancellationToken);

        void Report(IReadOnlyList<ScoredPrompt> batch)
        {
            foreach (var scored in batch)
                answered(prompts.Complete(scored.Index, Answer.Of(scored.Index, LabelProbabilities.Softmax(scored.LogProbabilities), scored.Milliseconds)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();
}
