using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// Answers by scoring the labels' answers after the prompt. Tuned decoders are used like untouched ones: pass the decoder
/// with its adapters or weights in place, and the formatter that it was tuned with.
/// </summary>
/// <param name="decoder">The model.</param>
/// <param name="formatter">The prompt.</param>
/// <param name="variant">How scores become probabilities.</param>
/// <param name="contentFree">What <see cref="ScoreContentFree"/> gave; needed to predict with <see cref="ScoringVariant.Calibrated"/>.</param>
internal sealed class LabelPredictor(
    Decoder decoder, IPromptFormatter formatter, ScoringVariant variant = ScoringVariant.Sum, IReadOnlyList<double>? contentFree = null) : IPredictor
{
    /// <summary>Texts in which there is nothing to classify (Zhao et al. 2021).</summary>
    private static readonly string[] ContentFree = ["N/A", "", "[MASK]"];

    private readonly LabelScorer _scorer = new(decoder);
    private readonly ExclusiveContinuations _exclusive = new(formatter.Continuations);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => formatter.PredictionNotes;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        var scale = Probabilities(variant, contentFree);
        var batch = PromptBatch.Create(inputs, formatter.Format, cancellationToken);
        Score(
            batch.Prompts,
            scored => answered(batch.Complete(scored.Index, Answer.Of(scored.Index, scale.From(scored.LogProbabilities), scored.Milliseconds))),
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();

    /// <summary>Each label's probability for texts without content: what the prompt alone makes the model prefer.</summary>
    public double[] ScoreContentFree(CancellationToken cancellationToken)
    {
        var sums = new List<double[]>();
        Score([.. ContentFree.Select(formatter.FormatContentFree)], scored => sums.Add(LabelProbabilities.Softmax(scored.LogProbabilities)), cancellationToken);
        return [.. formatter.Labels.Select((_, label) => sums.Average(sum => sum[label]))];
    }

    /// <summary>How a variant turns scores into probabilities.</summary>
    public LabelProbabilities Probabilities(ScoringVariant by, IReadOnlyList<double>? ofContentFree) =>
        new(by, [.. formatter.Continuations.Select(continuation => continuation.Length)], ofContentFree);

    /// <summary>Scores prompts, one call for each. An answer with which a longer label goes on counts for that one alone, as it is read.</summary>
    public void Score(IReadOnlyList<FormattedPrompt> prompts, Action<ScoredPrompt> scored, CancellationToken cancellationToken) =>
        _scorer.Score(
            [.. prompts.Select(prompt => prompt.Tokens)],
            formatter.Continuations,
            batch =>
            {
                foreach (var prompt in batch) scored(prompt with { LogProbabilities = _exclusive.From(prompt.LogProbabilities) });
            },
            cancellationToken);
}
