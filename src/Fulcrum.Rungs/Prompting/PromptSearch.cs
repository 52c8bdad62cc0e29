using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Generation.Json;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Tries prompts and ways to score on rows of dev. Takes at most a third of the trial's budget.</summary>
internal sealed class PromptSearch(TrialContext context, LanguageModel model, CancellationToken cancellationToken)
{
    /// <summary>Rows of the first prompt that are scored whatever the budget.</summary>
    private const int AtLeast = 20;
    private const double ShareOfBudget = 1.0 / 3;

    private static readonly ScoringVariant[] Scored = [ScoringVariant.Sum, ScoringVariant.Normalised, ScoringVariant.Calibrated];

    private readonly DateTimeOffset? end = context.Deadline - (context.Deadline - context.Clock.GetUtcNow()) * (1 - ShareOfBudget);
    private readonly List<PromptTry> tries = [];
    private readonly List<SearchStep> steps = [];
    private readonly Dictionary<string, double> figures = [];
    private int leftOut;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => steps;

    /// <summary>Per prompt, under <c>unparsable/NAME</c>, the share of generated answers that could not be read, and under <c>asked/NAME</c> how many there were.</summary>
    public IReadOnlyDictionary<string, double> Figures => figures;

    /// <summary>What the budget left out, if anything.</summary>
    public string? Note => leftOut == 0 ? null : $"The budget ended the search on dev; {leftOut} of its steps were left out.";

    /// <summary>The best of what was tried so far.</summary>
    public PromptTry Best => PromptTry.Best(tries);

    private bool IsOver => context.Clock.GetUtcNow() >= end;

    /// <summary>Rows drawn from dev by the trial's seed; more rows begin with the same ones.</summary>
    public Example[] DevRows(int count)
    {
        var rows = context.Data.Dev.ToArray();
        new Random(context.Trial.Seed).Shuffle(rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    /// <summary>Scores the labels of the rows and keeps all variants.</summary>
    public void TryScoring(PromptCandidate candidate, IReadOnlyList<Example> rows)
    {
        context.Progress.Report(new TrialProgress($"trying prompt {candidate.Prompt.Name}"));
        var start = context.Clock.GetTimestamp();
        var isFirst = tries.Count == 0;
        var classifier = new LabelClassifier(model.Decoder, candidate.Formatter, run: end is null ? int.MaxValue : AtLeast);
        var sums = new SortedDictionary<int, double[]>();
        if (isFirst || !IsOver)
        {
            classifier.Score(
                [.. rows.Select(row => candidate.Formatter.Format(row.Text))],
                scored => sums[scored.Index] = scored.LogProbabilities,
                () => IsOver && (!isFirst || sums.Count >= AtLeast),
                cancellationToken);
        }

        if (sums.Count < rows.Count) leftOut++;
        // Prompts are compared on the same rows.
        if (sums.Count < rows.Count && !isFirst) return;

        var contentFree = classifier.ScoreContentFree(cancellationToken);
        var seconds = context.Clock.GetElapsedTime(start).TotalSeconds / Scored.Length;
        foreach (var variant in Scored)
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
        CreateGenerator(candidate).Classify(rows, result => results[result.Example] = result.Label, null, cancellationToken);
        figures[$"asked/{candidate.Prompt.Name}"] = rows.Count;
        figures[$"unparsable/{candidate.Prompt.Name}"] = results.Values.Count(label => label is null) / (double)rows.Count;
        Keep(
            new PromptTry(candidate, ScoringVariant.Generated, [.. rows.Select(row => results[row] == IndexOf(row))], null),
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

    private void Keep(PromptTry result, double seconds)
    {
        tries.Add(result);
        steps.Add(new SearchStep(result.Candidate.Describe(result.Scoring), result.Accuracy, result.Loss, seconds));
    }

    private int IndexOf(Example example) => context.Data.Labels.Index().First(label => label.Item == example.Label).Index;
}
