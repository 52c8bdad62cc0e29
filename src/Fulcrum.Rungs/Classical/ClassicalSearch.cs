using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Fits the models of the grid on train, cheapest first, and keeps the one with the least loss on dev. Loss rather than accuracy:
/// on few rows it is the steadier of the two, and a model chosen by it is on average more accurate on new texts. Where the
/// weakest penalty of the default grid wins, the next step is tried too: the best may lie beyond the grid. Where train has more than
/// 12,000 rows, the grid is fitted on these. Of the kinds of model whose loss is within a standard error of the least, those with the fewest
/// features learn from all (the rule of Breiman et al. 1984, 3.4.3): what dev does not tell apart is decided by what it costs.
/// </summary>
internal sealed class ClassicalSearch(FitContext context, ClassicalSettings settings, CancellationToken cancellationToken)
{
    private const int MostRowsSearched = 12_000;

    // Non-zero features of a training matrix: with its transpose 1 GB.
    private const long MostEntries = 60_000_000;

    /// <summary>Part of the time left that fitting may take: the rest is for predicting.</summary>
    private const double FittingShare = 0.8;

    private readonly DateTimeOffset? _end = context.EndOf(FittingShare);
    private readonly TrainingRows _searched = TrainingRows.Spread(context, MostRowsSearched);
    private readonly string[] _devTexts = [.. context.Dev.Select(e => e.Text)];
    private readonly IReadOnlyList<int>[] _devTruths = [.. context.Dev.Select(context.TruthOf)];
    private readonly List<SearchStep> _steps = [];
    private readonly List<Candidate> _candidates = [];
    private long _started = context.Clock.GetTimestamp();

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => _steps;

    /// <summary>Whether the budget ended before the whole grid was fitted.</summary>
    public bool WasCut { get; private set; }

    /// <summary>What was learned from, where that is not all of train; <see langword="null"/> otherwise.</summary>
    public string? Note { get; private set; }

    /// <summary>The best model; the first is always fitted, whatever the budget.</summary>
    public (JsonObject Settings, ClassicalModel Model) Run()
    {
        foreach (var candidate in Candidates())
        {
            Keep(candidate);
            WasCut = IsOver;
            if (WasCut) break;
        }

        if (_searched.Count < context.Train.Count) LearnFromMore();
        return (Best.Settings, Best.Model);
    }

    private bool IsOver => context.Clock.GetUtcNow() >= _end;

    private Candidate Best => _candidates.MinBy(candidate => candidate.Loss)!;

    /// <summary>Of each kind of model the best is kept.</summary>
    private void Keep(Candidate candidate)
    {
        _steps.Add(new SearchStep(candidate.Settings, candidate.Accuracy, candidate.Loss, context.Clock.GetElapsedTime(_started).TotalSeconds));
        _started = context.Clock.GetTimestamp();
        var rival = _candidates.Find(other => other.Kind == candidate.Kind);
        if (rival is not null && !(candidate.Loss < rival.Loss)) return;
        if (rival is not null) _candidates.Remove(rival);
        _candidates.Add(candidate);
    }

    private IEnumerable<Candidate> Candidates()
    {
        if (settings.Alpha.Count > 0)
        {
            var (vectorizer, train) = Vectorize(_searched, TermWeighting.Counts, FeatureSet.Words);
            var dev = vectorizer.Transform(_devTexts, cancellationToken);
            foreach (var alpha in settings.Alpha)
            {
                Report($"naive bayes, alpha {alpha}");
                var linear = NaiveBayes.Fit(train, _searched.Targets, alpha);
                yield return Evaluate(
                    new() { ["learner"] = "naive_bayes", ["features"] = "words", ["alpha"] = alpha }, FeatureSet.Words, train.Entries, Model(vectorizer, linear), dev);
            }
        }

        if (settings.C.Count == 0) yield break;
        foreach (var set in settings.Features.Order())
        {
            var (vectorizer, train) = Vectorize(_searched, TermWeighting.TfIdf, set);
            var dev = vectorizer.Transform(_devTexts, cancellationToken);
            var regression = new LogisticRegression(train, _searched.Targets);
            var features = set == FeatureSet.Words ? "words" : "words_and_characters";
            foreach (var c in Penalties(features))
            {
                Report($"logistic regression, {features}, c {c}");
                var linear = regression.Fit(c, () => IsOver, cancellationToken);
                yield return Evaluate(
                    new() { ["learner"] = "logistic_regression", ["features"] = features, ["c"] = c }, set, train.Entries, Model(vectorizer, linear), dev);
            }
        }
    }

    /// <summary>The grid, and one step beyond it where its end is the best so far and the task did not set it.</summary>
    private IEnumerable<double> Penalties(string features)
    {
        double[] grid = [.. settings.C.Order()];
        foreach (var c in grid) yield return c;
        if (grid is [.., var last, var end] && !context.Settings.ContainsKey("c")
            && (string?)Best.Settings["features"] == features && (double?)Best.Settings["c"] == end)
        {
            yield return end * end / last;
        }
    }

    /// <summary>Fits the cheapest of the kinds of model that may be the best on all of train, or as much of it as fits into memory.</summary>
    private void LearnFromMore()
    {
        var all = context.Train.Count;
        var best = Best;
        var equals = _candidates.Where(candidate => candidate.IsWithinStandardErrorOf(best)).ToArray();
        var finalists = equals.Where(candidate => candidate.Entries == equals.Min(equal => equal.Entries)).OrderBy(candidate => candidate.Loss).ToArray();
        if (IsOver)
        {
            Note = FormattableString.Invariant($"The budget let it learn from {_searched.Count:N0} of the {all:N0} training rows.");
            return;
        }

        _candidates.Clear();
        TrainingRows? rows = null;
        foreach (var finalist in finalists)
        {
            if (_candidates.Count > 0 && IsOver) break;
            Report($"{finalist.Kind.Replace('_', ' ')}, all rows");
            var most = (int)Math.Min(all, MostEntries * _searched.Count / finalist.Entries);
            if (rows?.Count != most) rows = TrainingRows.Spread(context, most);
            var fitted = Fit(finalist, rows);
            if (_candidates.Count == 0 || fitted.Loss < Best.Loss)
                Note = FormattableString.Invariant($"Settings were chosen on {_searched.Count:N0} of the {all:N0} training rows; what was chosen learned from {(rows.Count == all ? "all" : $"{rows.Count:N0}")} of them.");
            Keep(fitted);
        }
    }

    private Candidate Fit(Candidate chosen, TrainingRows rows)
    {
        var weighting = chosen.Model.Vectorizer.Weighting;
        var (vectorizer, train) = Vectorize(rows, weighting, chosen.Features);
        var linear = weighting == TermWeighting.Counts
            ? NaiveBayes.Fit(train, rows.Targets, (double)chosen.Settings["alpha"]!)
            : new LogisticRegression(train, rows.Targets).Fit((double)chosen.Settings["c"]!, () => IsOver, cancellationToken);
        var settings = chosen.Settings.DeepClone().AsObject();
        settings["rows"] = rows.Count;
        return Evaluate(settings, chosen.Features, train.Entries, Model(vectorizer, linear), vectorizer.Transform(_devTexts, cancellationToken));
    }

    private (Vectorizer Vectorizer, SparseMatrix Train) Vectorize(TrainingRows rows, TermWeighting weighting, FeatureSet set)
    {
        NgramKind[] kinds = set == FeatureSet.Words ? [NgramKind.Words] : [NgramKind.Words, NgramKind.Characters];
        var vectorizer = new Vectorizer(weighting, [.. kinds.Select(kind => rows.Block(kind, cancellationToken))]);
        return (vectorizer, vectorizer.Transform(rows.Texts, cancellationToken));
    }

    private Candidate Evaluate(JsonObject settings, FeatureSet features, long entries, ClassicalModel model, SparseMatrix dev)
    {
        var score = 0.0;
        var losses = new double[_devTruths.Length];
        for (var row = 0; row < _devTruths.Length; row++)
        {
            var probabilities = model.Linear.Predict(dev.IndicesOf(row), dev.ValuesOf(row));
            score += context.Kind.Score(context.Kind.Decide(probabilities, DecisionRule.None), _devTruths[row]);
            losses[row] = context.Kind.Loss(probabilities, _devTruths[row]);
        }

        return new Candidate(settings, features, entries, model, score / Math.Max(1, _devTruths.Length), losses);
    }

    private void Report(FormattableString what) => context.Progress.Report(
        new StageProgress("fitting", Math.Min(1, (double)_steps.Count / settings.Count), FormattableString.Invariant(what)));

    private ClassicalModel Model(Vectorizer vectorizer, LinearModel linear) => new(context.Labels, vectorizer, linear);

    private sealed record Candidate(JsonObject Settings, FeatureSet Features, long Entries, ClassicalModel Model, double Accuracy, double[] Losses)
    {
        public double Loss { get; } = Losses.DefaultIfEmpty(0).Average();

        public string Kind { get; } = $"{(string?)Settings["learner"]}, {(string?)Settings["features"]}";

        /// <summary>Whether the mean of the differences on dev is at most its standard error above 0.</summary>
        public bool IsWithinStandardErrorOf(Candidate best)
        {
            var mean = Loss - best.Loss;
            var squares = Losses.Zip(best.Losses, (own, its) => (own - its - mean) * (own - its - mean)).Sum();
            return mean * mean * Losses.Length * (Losses.Length - 1) <= squares;
        }
    }
}
