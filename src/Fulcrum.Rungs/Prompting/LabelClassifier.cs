using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// Classifies by scoring the labels' answers after the prompt. Tuned decoders are used like untouched ones: pass the decoder
/// with its adapters or weights in place, and the formatter that it was tuned with.
/// </summary>
/// <param name="decoder">The model.</param>
/// <param name="formatter">The prompt.</param>
/// <param name="variant">How scores become probabilities.</param>
public sealed class LabelClassifier(Decoder decoder, IPromptFormatter formatter, ScoringVariant variant = ScoringVariant.Sum) : ITextClassifier
{
    /// <summary>Texts in which there is nothing to classify (Zhao et al. 2021).</summary>
    private static readonly string[] ContentFree = ["N/A", "", "[MASK]"];

    private readonly LabelScorer scorer = new(decoder);
    private readonly ExclusiveContinuations exclusive = new(formatter.Continuations);
    private LabelProbabilities? probabilities;

    /// <inheritdoc/>
    public void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, CancellationToken cancellationToken)
    {
        var scale = probabilities ??= Probabilities(variant, variant == ScoringVariant.Calibrated ? ScoreContentFree(cancellationToken) : null);
        var prompts = new FormattedPrompt[examples.Count];
        var milliseconds = new double[examples.Count];
        foreach (var (index, example) in examples.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            prompts[index] = formatter.Format(example.Text);
            milliseconds[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Score(prompts, Tell, cancellationToken);

        void Tell(ScoredPrompt scored)
        {
            var values = scale.From(scored.LogProbabilities);
            classified(new Classification(
                examples[scored.Index], SequentialScoring.MostProbable(values), prompts[scored.Index], milliseconds[scored.Index] + scored.Milliseconds)
            {
                Probabilities = values,
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scorer.Dispose();

    /// <summary>Each label's probability for texts without content: what the prompt alone makes the model prefer.</summary>
    internal double[] ScoreContentFree(CancellationToken cancellationToken)
    {
        var sums = new List<double[]>();
        Score([.. ContentFree.Select(formatter.FormatContentFree)], scored => sums.Add(LabelProbabilities.Softmax(scored.LogProbabilities)), cancellationToken);
        return [.. formatter.Labels.Select((_, label) => sums.Average(sum => sum[label]))];
    }

    /// <summary>How a variant turns scores into probabilities.</summary>
    internal LabelProbabilities Probabilities(ScoringVariant by, IReadOnlyList<double>? contentFree) =>
        new(by, [.. formatter.Continuations.Select(continuation => continuation.Length)], contentFree);

    /// <summary>Scores prompts, one call for each. An answer with which a longer label goes on counts for that one alone, as it is read.</summary>
    internal void Score(IReadOnlyList<FormattedPrompt> prompts, Action<ScoredPrompt> scored, CancellationToken cancellationToken) =>
        scorer.Score(
            [.. prompts.Select(prompt => prompt.Tokens)],
            formatter.Continuations,
            batch =>
            {
                foreach (var prompt in batch) scored(prompt with { LogProbabilities = exclusive.From(prompt.LogProbabilities) });
            },
            cancellationToken);
}
