using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Tries prompts and ways to score on rows of dev. Takes at most a third of the trial's budget.</summary>
/// <param name="context">The trial.</param>
/// <param name="model">Its model.</param>
/// <param name="fixedScoring">The only way to choose a label; null to try all.</param>
/// <param name="cancellationToken">Looked at before every batch.</param>
internal sealed class PromptSearch(TrialContext context, LanguageModel model, ScoringVariant? fixedScoring, CancellationToken cancellationToken)
{
    private const double ShareOfBudget = 1.0 / 3;

    private readonly ScoringVariant[] scored = fixedScoring is { } only ? [only] : [ScoringVariant.Sum, ScoringVariant.Normalized, ScoringVariant.Calibrated];
    private readonly DateTimeOffset? end = context.EndOf(ShareOfBudget);
    private readonly List<PromptTry> tries = [];
    private readonly List<SearchStep> steps = [];
    private readonly Dictionary<string, double> figures = [];
    private int leftOut;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => steps;

    /// <summary>How well the answers to each prompt could be read, by the names of <see cref="AnswerFigures"/>.</summary>
    public IReadOnlyDictionary<string, double> Figures => figures;

    /// <summary>What the budget left out, if anything.</summary>
    public string? Note => leftOut == 0 ? null : $"The budget ended the search on dev; {leftOut} of its steps were left out.";

    /// <summary>The best of what was tried so far and may be used; null where nothing was.</summary>
    public PromptTry? Best => BestOf(tries.Where(t => fixedScoring is null || t.Scoring == fixedScoring));

    private bool IsOver => context.Clock.GetUtcNow() >= end;

    private Func<bool>? Stop => end is null ? null : () => IsOver;

    /// <summary>Rows drawn from dev by the trial's seed; more rows begin with the same ones.</summary>
    public Example[] DevRows(int count)
    {
        var rows = context.Data.Dev.ToArray();
        new Random(context.Trial.Seed).Shuffle(rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    /// <summary>Of each prompt the examples with which it did best so far.</summary>
    public IEnumerable<PromptCandidate> BestPerPrompt(IEnumerable<PromptCandidate> candidates) =>
        from candidate in candidates
        group candidate by candidate.Prompt into draws
        select BestOf(tries.Where(t => draws.Contains(t.Candidate)))?.Candidate ?? draws.First();

    /// <summary>Scores the labels of the rows and keeps all variants.</summary>
    public void TryScoring(PromptCandidate candidate, IReadOnlyList<Example> rows)
    {
        context.Progress.Report(new TrialProgress($"trying prompt {candidate.Prompt.Name}"));
        var start = context.Clock.GetTimestamp();
        var isFirst = tries.Count == 0;
        using var classifier = new LabelClassifier(model.Decoder, candidate.Formatter);
        var sums = new SortedDictionary<int, double[]>();
        if (isFirst || !IsOver) TimedSamples.Run([.. rows.Index()], Score, Stop);

        if (sums.Count < rows.Count) leftOut++;
        // Prompts are compared on the same rows.
        if (sums.Count < rows.Count && !isFirst) return;

        var contentFree = scored.Contains(ScoringVariant.Calibrated) ? classifier.ScoreContentFree(cancellationToken) : null;
        var seconds = context.Clock.GetElapsedTime(start).TotalSeconds / scored.Length;
        foreach (var variant in scored)
        {
            var scale = classifier.Probabilities(variant, contentFree);
            var results = sums.Select(row => (Truth: IndexOf(rows[row.Key]), Probabilities: scale.From(row.Value))).ToArray();
            Keep(
                new PromptTry(
                    candidate,
                    variant,
                    [.. results.Select(result => SequentialScoring.MostProbable(result.Probabilities) == result.Truth)],
                    results.Average(result => -Math.Log(Math.Max(result.Probabilities[result.Truth], 1e-12)))),
                seconds);
        }

        void Score(IReadOnlyList<(int Index, Example Row)> sample) => classifier.Score(
            [.. sample.Select(item => candidate.Formatter.Format(item.Row.Text))],
            scored => sums[sample[scored.Index].Index] = scored.LogProbabilities,
            cancellationToken);
    }

    /// <summary>Lets the model answer the rows and reads the answers.</summary>
    public void TryGenerating(PromptCandidate candidate, IReadOnlyList<Example> rows)
    {
        if (IsOver)
        {
            leftOut++;
            return;
        }

        context.Progress.Report(new TrialProgress($"reading answers to prompt {candidate.Prompt.Name}"));
        var start = context.Clock.GetTimestamp();
        var results = new Dictionary<Example, int?>();
        using var generator = CreateGenerator(candidate);
        TimedSamples.Run(rows, sample => generator.Classify(sample, result => results[result.Example] = result.Label, cancellationToken), Stop);
        if (results.Count < rows.Count) leftOut++;
        Count(candidate.Prompt.Name, results.Values.Count(label => label is null), results.Count);
        Keep(
            new PromptTry(candidate, ScoringVariant.Generated, [.. rows.Take(results.Count).Select(row => results[row] == IndexOf(row))], null),
            context.Clock.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>A classifier that writes its answers.</summary>
    public GenerationClassifier CreateGenerator(PromptCandidate candidate)
    {
        var constraint = candidate.Prompt.Constrained
            ? JsonConstraint.Create(AnswerTexts.Schema(candidate.Prompt, context.Data.Labels), model.Tokenizer!)
            : null;
        return new(model.Decoder, model.Tokenizer!, candidate.Formatter, new AnswerParser(candidate.Prompt, context.Data.Labels), constraint);
    }

    /// <summary>Of all draws of a prompt together.</summary>
    private void Count(string prompt, int unreadNow, int answersNow)
    {
        var unread = figures.GetValueOrDefault(AnswerFigures.Unread + prompt) + unreadNow;
        var all = figures.GetValueOrDefault(AnswerFigures.Answers + prompt) + answersNow;
        (figures[AnswerFigures.Unread + prompt], figures[AnswerFigures.Answers + prompt], figures[AnswerFigures.Unparsable + prompt]) = (unread, all, unread / all);
    }

    private static PromptTry? BestOf(IEnumerable<PromptTry> tries) => tries.ToArray() is { Length: > 0 } some ? PromptTry.Best(some) : null;

    private void Keep(PromptTry result, double seconds)
    {
        tries.Add(result);
        steps.Add(new SearchStep(result.Candidate.Describe(result.Scoring), result.Accuracy, result.Loss, seconds));
    }

    private int IndexOf(Example example) => context.Data.Labels.Index().First(label => label.Item == example.Label).Index;
}
