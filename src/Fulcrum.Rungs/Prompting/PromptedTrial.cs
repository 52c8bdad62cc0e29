using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What zero-shot and few-shot have in common: find the best prompt on dev, then predict with it.</summary>
internal sealed class PromptedTrial(TrialContext context, LanguageModel model, ScoringVariant? fixedScoring, CancellationToken cancellationToken)
{
    private readonly PromptSearch search = new(context, model, cancellationToken);
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
        var predictions = PartPredictions.Write(context, Classifier(candidate, scoring), cancellationToken);
        return new RungOutcome
        {
            Chosen = PrecisionSetting.AddTo(candidate.Describe(scoring), context.Trial.Settings),
            Search = search.Steps,
            TrainingSeconds = searchSeconds,
            TestSeconds = predictions.TestSeconds,
            TotalParameters = model.Decoder.ParameterCount,
            Figures = search.Figures,
            Notes = [.. model.Warnings, .. notes, .. search.Note is { } note ? [note] : Array.Empty<string>(), .. predictions.Notes],
        };
    }

    private (PromptCandidate Candidate, ScoringVariant Scoring) Choose(
        IReadOnlyList<PromptCandidate> candidates, Example[] scoredRows, Example[] generatedRows)
    {
        if (fixedScoring is { } scoring) return (candidates[0], scoring);
        // Nothing to choose by: calibration is what helps most often.
        if (scoredRows.Length == 0) return (candidates[0], ScoringVariant.Calibrated);
        foreach (var candidate in candidates) search.TryScoring(candidate, scoredRows);
        if (generatedRows.Length > 0)
        {
            foreach (var candidate in candidates) search.TryGenerating(candidate, generatedRows);
        }

        return (search.Best.Candidate, search.Best.Scoring);
    }

    private ITextClassifier Classifier(PromptCandidate candidate, ScoringVariant scoring) => scoring == ScoringVariant.Generated
        ? search.CreateGenerator(candidate)
        : new LabelClassifier(model.Decoder, candidate.Formatter, scoring, context.Deadline is null ? int.MaxValue : PartPredictions.Run);
}
