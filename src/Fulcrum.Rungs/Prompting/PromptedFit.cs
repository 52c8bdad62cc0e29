using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What the rungs that prompt have in common: the best prompt and way to score is found on dev.</summary>
/// <param name="context">The trial.</param>
/// <param name="model">Its model.</param>
/// <param name="settings">What the task sets.</param>
/// <param name="cancellationToken">Looked at before every batch.</param>
internal sealed class PromptedFit(FitContext context, LanguageModel model, PromptSettings settings, CancellationToken cancellationToken)
{
    /// <summary>Rows of dev that the model answers in its own words, where it does: enough to see whether its answers can be read.</summary>
    public const int GeneratedRows = 30;

    /// <summary>The way to answer where it is not searched: what the task sets, and the only one where an answer is no choice between labels.</summary>
    private readonly ScoringVariant? _onlyScoring = context.Kind.IsExclusive ? settings.Scoring : ScoringVariant.Generated;
    private readonly PromptSearch _search = new(context, model, settings, cancellationToken);
    private readonly long _start = context.Clock.GetTimestamp();

    /// <summary>Searches.</summary>
    /// <param name="candidates">The prompts, at least one; without a search the first is taken.</param>
    /// <param name="devRows">Rows of dev that labels are scored on, at most.</param>
    /// <param name="generatedRows">Rows of dev that the model answers in its own words, at most.</param>
    /// <param name="notes">What a reader should know already.</param>
    public FitReport Run(IReadOnlyList<PromptCandidate> candidates, int devRows, int generatedRows, IReadOnlyList<string> notes)
    {
        context.RequireReadable(text => candidates.Select(candidate => candidate.Formatter.Check(text)).FirstOrDefault(error => error is not null));
        var (candidate, scoring) = Choose(candidates, _search.DevRows(devRows), _search.DevRows(generatedRows));
        var record = candidate.Record(context, settings, scoring);
        if (scoring == ScoringVariant.Calibrated) record = record with { ContentFree = ScoreContentFree(candidate) };
        return new FitReport
        {
            Chosen = candidate.Describe(scoring).With(settings.Precision),
            Search = _search.Steps,
            TrainingSeconds = context.Clock.GetElapsedTime(_start).TotalSeconds,
            TotalParameters = model.Decoder.ParameterCount,
            UntriedSettings = context.Settled is not null || context.Dev.Count == 0 ? 0 : candidates.Count - Math.Max(1, _search.TriedCandidates),
            Figures = _search.Figures,
            Notes = [.. model.Warnings, .. candidates.SelectMany(tried => tried.Formatter.Notes).Distinct(), .. notes, .. _search.Note is { } note ? [note] : Array.Empty<string>()],
            Predictor = FitContext.Record(record),
            Models = new Dictionary<string, ModelReference> { [Artifact.BaseModel] = context.Model! },
        };
    }

    private (PromptCandidate Candidate, ScoringVariant Scoring) Choose(
        IReadOnlyList<PromptCandidate> candidates, Example[] scoredRows, Example[] generatedRows)
    {
        // Nothing to choose by: calibration is what helps most often.
        var first = (candidates[0], _onlyScoring ?? ScoringVariant.Calibrated);
        if (context.Settled is { } settled) return Settled(candidates, settled) ?? first;
        var nothingToChoose = _onlyScoring is not null && candidates.Count == 1;
        if (nothingToChoose || context.IsPilot || scoredRows.Length == 0) return first;
        if (_onlyScoring == ScoringVariant.Generated)
        {
            foreach (var candidate in candidates) _search.TryGenerating(candidate, generatedRows.Length > 0 ? generatedRows : scoredRows);
        }
        else
        {
            foreach (var candidate in candidates) _search.TryScoring(candidate, scoredRows);
            // Writing takes longer than scoring: once for each prompt.
            foreach (var candidate in generatedRows.Length > 0 ? _search.BestPerPrompt(candidates).ToArray() : []) _search.TryGenerating(candidate, generatedRows);
        }

        return _search.Best is { } best ? (best.Candidate, best.Scoring) : first;
    }

    /// <summary>What the trial of another seed has chosen, with this seed's first draw of examples; null where it is none of the candidates.</summary>
    private static (PromptCandidate, ScoringVariant)? Settled(IReadOnlyList<PromptCandidate> candidates, JsonObject settled)
    {
        var candidate = candidates.FirstOrDefault(candidate => candidate.Prompt.Name == (string?)settled["prompt"]);
        ScoringVariant? scoring = Enum.GetValues<ScoringVariant>().Cast<ScoringVariant?>().FirstOrDefault(variant => PromptSettings.NameOf(variant!.Value) == (string?)settled["scoring"]);
        return candidate is null || scoring is null ? null : (candidate, scoring.Value);
    }

    private double[] ScoreContentFree(PromptCandidate candidate)
    {
        using var predictor = new LabelPredictor(model.Decoder, candidate.Formatter);
        return predictor.ScoreContentFree(cancellationToken);
    }
}
