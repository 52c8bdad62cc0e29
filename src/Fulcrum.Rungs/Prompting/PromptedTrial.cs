using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What zero-shot and few-shot have in common: find the best prompt on dev, then predict with it.</summary>
/// <param name="context">The trial.</param>
/// <param name="model">Its model.</param>
/// <param name="fixedScoring">The only way to choose a label; null to find it on dev too.</param>
/// <param name="cancellationToken">Looked at before every batch.</param>
internal sealed class PromptedTrial(TrialContext context, LanguageModel model, ScoringVariant? fixedScoring, CancellationToken cancellationToken)
{
    /// <summary>Rows of dev that the model answers in its own words, where it does: enough to see whether its answers can be read.</summary>
    public const int GeneratedRows = 30;

    private readonly PromptSearch search = new(context, model, fixedScoring, cancellationToken);
    private readonly long start = context.Clock.GetTimestamp();

    /// <summary>Runs the trial.</summary>
    /// <param name="candidates">The prompts, at least one; without a search the first is taken.</param>
    /// <param name="devRows">Rows of dev that labels are scored on, at most.</param>
    /// <param name="generatedRows">Rows of dev that the model answers in its own words, at most.</param>
    /// <param name="notes">What a reader should know already.</param>
    public RungOutcome Run(IReadOnlyList<PromptCandidate> candidates, int devRows, int generatedRows, IReadOnlyList<string> notes)
    {
        Example[] asked = [.. context.Data.Dev, .. context.Data.Test, .. context.Data.Shift];
        foreach (var tried in candidates) tried.Formatter.RequireFit(asked);
        var (candidate, scoring) = Choose(candidates, search.DevRows(devRows), search.DevRows(generatedRows));
        var searchSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        using var classifier = Classifier(candidate, scoring);
        var predictions = PartPredictions.Write(context, classifier, cancellationToken);
        return new RungOutcome
        {
            Chosen = PrecisionSetting.AddTo(candidate.Describe(scoring), context.Trial.Settings),
            Search = search.Steps,
            TrainingSeconds = searchSeconds,
            TestSeconds = predictions.TestSeconds,
            TotalParameters = model.Decoder.ParameterCount,
            Latencies = predictions.Latencies,
            Figures = search.Figures,
            Notes = [.. model.Warnings, .. candidates.SelectMany(tried => tried.Formatter.Notes).Distinct(), .. notes, .. search.Note is { } note ? [note] : Array.Empty<string>(), .. predictions.Notes],
        };
    }

    private (PromptCandidate Candidate, ScoringVariant Scoring) Choose(
        IReadOnlyList<PromptCandidate> candidates, Example[] scoredRows, Example[] generatedRows)
    {
        // Nothing to choose by: calibration is what helps most often.
        var first = (candidates[0], fixedScoring ?? ScoringVariant.Calibrated);
        var nothingToChoose = fixedScoring is not null && candidates.Count == 1;
        if (nothingToChoose || scoredRows.Length == 0) return first;
        if (fixedScoring == ScoringVariant.Generated)
        {
            foreach (var candidate in candidates) search.TryGenerating(candidate, generatedRows.Length > 0 ? generatedRows : scoredRows);
        }
        else
        {
            foreach (var candidate in candidates) search.TryScoring(candidate, scoredRows);
            // Writing takes longer than scoring: once for each prompt.
            foreach (var candidate in generatedRows.Length > 0 ? search.BestPerPrompt(candidates).ToArray() : []) search.TryGenerating(candidate, generatedRows);
        }

        return search.Best is { } best ? (best.Candidate, best.Scoring) : first;
    }

    private ITextClassifier Classifier(PromptCandidate candidate, ScoringVariant scoring) => scoring == ScoringVariant.Generated
        ? search.CreateGenerator(candidate)
        : new LabelClassifier(model.Decoder, candidate.Formatter, scoring);
}
