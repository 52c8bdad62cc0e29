using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Tries prompts and ways to score on rows of dev. Takes at most a third of the trial's budget.</summary>
/// <param name="context">The trial.</param>
/// <param name="model">Its model.</param>
/// <param name="settings">What the task sets.</param>
/// <param name="cancellationToken">Looked at before every batch.</param>
internal sealed class PromptSearch(FitContext context, LanguageModel model, PromptSettings settings, CancellationToken cancellationToken)
{
    private const double ShareOfBudget = 1.0 / 3;

    private readonly ScoringVariant[] _scored = settings.Scoring is { } only ? [only] : [ScoringVariant.Sum, ScoringVariant.Normalized, ScoringVariant.Calibrated];
    private readonly DateTimeOffset? _end = context.EndOf(ShareOfBudget);
    private readonly List<PromptTry> _tries = [];
    private readonly List<SearchStep> _steps = [];
    private readonly Dictionary<string, double> _figures = [];
    private int _leftOut;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => _steps;

    /// <summary>How well the answers to each prompt could be read, by the names of <see cref="AnswerFigures"/>.</summary>
    public IReadOnlyDictionary<string, double> Figures => _figures;

    /// <summary>How many prompts and draws of examples were tried.</summary>
    public int TriedCandidates => _tries.Select(tried => tried.Candidate).Distinct().Count();

    /// <summary>What the budget left out, if anything.</summary>
    public string? Note => _leftOut == 0 ? null : $"The budget ended the search on dev; {_leftOut} of its steps were left out.";

    /// <summary>The best of what was tried so far and may be used; null where nothing was.</summary>
    public PromptTry? Best => BestOf(_tries.Where(t => settings.Scoring is null || t.Scoring == settings.Scoring));

    private bool IsOver => context.Clock.GetUtcNow() >= _end;

    private Func<bool>? Stop => _end is null ? null : () => IsOver;

    /// <summary>Rows drawn from dev by the trial's seed; more rows begin with the same ones.</summary>
    public Example[] DevRows(int count)
    {
        var rows = context.Dev.ToArray();
        new Random(context.Seed).Shuffle(rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    /// <summary>Of each prompt the examples with which it did best so far.</summary>
    public IEnumerable<PromptCandidate> BestPerPrompt(IEnumerable<PromptCandidate> candidates) =>
        from candidate in candidates
        group candidate by candidate.Prompt into draws
        select BestOf(_tries.Where(t => draws.Contains(t.Candidate)))?.Candidate ?? draws.First();

    /// <summary>Scores the labels of the rows and keeps all variants.</summary>
    public void TryScoring(PromptCandidate candidate, IReadOnlyList<Example> rows)
    {
        context.Progress.Report(new StageProgress($"trying prompt {candidate.Prompt.Name}"));
        var start = context.Clock.GetTimestamp();
        var isFirst = _tries.Count == 0;
        using var predictor = new LabelPredictor(model.Decoder, candidate.Formatter);
        var sums = new SortedDictionary<int, double[]>();
        if (isFirst || !IsOver) TimedSamples.Run([.. rows.Index()], Score, Stop, context.Clock);

        if (sums.Count < rows.Count) _leftOut++;
        // Prompts are compared on the same rows.
        if (sums.Count < rows.Count && !isFirst) return;

        var contentFree = _scored.Contains(ScoringVariant.Calibrated) ? predictor.ScoreContentFree(cancellationToken) : null;
        var seconds = context.Clock.GetElapsedTime(start).TotalSeconds / _scored.Length;
        foreach (var variant in _scored)
        {
            var scale = predictor.Probabilities(variant, contentFree);
            var results = sums.Select(row => (Truth: context.TruthOf(rows[row.Key]), Probabilities: scale.From(row.Value))).ToArray();
            Keep(
                new PromptTry(
                    candidate,
                    variant,
                    [.. results.Select(result => context.Kind.Score(context.Kind.Decide(result.Probabilities, DecisionRule.None), result.Truth))],
                    results.Average(result => context.Kind.Loss(result.Probabilities, result.Truth))),
                seconds);
        }

        void Score(IReadOnlyList<(int Index, Example Row)> sample) => predictor.Score(
            [.. sample.Select(item => candidate.Formatter.Format(item.Row.Text))],
            scored => sums[sample[scored.Index].Index] = scored.LogProbabilities,
            cancellationToken);
    }

    /// <summary>Lets the model answer the rows and reads the answers.</summary>
    public void TryGenerating(PromptCandidate candidate, IReadOnlyList<Example> rows)
    {
        if (IsOver)
        {
            _leftOut++;
            return;
        }

        context.Progress.Report(new StageProgress($"reading answers to prompt {candidate.Prompt.Name}"));
        var start = context.Clock.GetTimestamp();
        var labels = new IReadOnlyList<int>?[rows.Count];
        var answers = 0;
        using var generator = PromptedPredictor.CreateGenerating(model.Decoder, model.Tokenizer!, candidate.Prompt, candidate.Formatter);
        TimedSamples.Run([.. rows.Index()], Generate, Stop, context.Clock);
        if (answers < rows.Count) _leftOut++;
        Count(candidate.Prompt.Name, labels.Take(answers).Count(label => label is null), answers);
        Keep(
            new PromptTry(candidate, ScoringVariant.Generated, [.. rows.Take(answers).Select((row, index) => context.Kind.Score(labels[index], context.TruthOf(row)))], null),
            context.Clock.GetElapsedTime(start).TotalSeconds);

        void Generate(IReadOnlyList<(int Index, Example Row)> sample) => generator.Predict(
            [.. sample.Select(item => new TaskInput(item.Row.Id, item.Row.Text))],
            answer =>
            {
                labels[sample[answer.Index].Index] = answer.Labels;
                answers++;
            },
            cancellationToken);
    }

    /// <summary>Of all draws of a prompt together.</summary>
    private void Count(string prompt, int unreadNow, int answersNow)
    {
        var unread = _figures.GetValueOrDefault(AnswerFigures.Unread + prompt) + unreadNow;
        var all = _figures.GetValueOrDefault(AnswerFigures.Answers + prompt) + answersNow;
        (_figures[AnswerFigures.Unread + prompt], _figures[AnswerFigures.Answers + prompt], _figures[AnswerFigures.Unparsable + prompt]) = (unread, all, unread / all);
    }

    private static PromptTry? BestOf(IEnumerable<PromptTry> tries) => tries.ToArray() is { Length: > 0 } some ? PromptTry.Best(some) : null;

    private void Keep(PromptTry result, double seconds)
    {
        _tries.Add(result);
        _steps.Add(new SearchStep(result.Candidate.Describe(result.Scoring), result.Accuracy, result.Loss, seconds));
    }

}
