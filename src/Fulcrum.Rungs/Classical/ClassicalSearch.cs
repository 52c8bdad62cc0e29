using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Fits the models of the grid on train, cheapest first, and keeps the one with the least loss on dev. Loss rather than accuracy:
/// on few rows it is the steadier of the two, and a model chosen by it is on average more accurate on new texts. Where the
/// weakest penalty of the default grid wins, the next step is tried too: the best may lie beyond the grid.
/// </summary>
internal sealed class ClassicalSearch(TrialContext context, ClassicalSettings settings, CancellationToken cancellationToken)
{
    // A probability of 0 for the true label would make the mean loss infinite.
    private const double SmallestProbability = 1e-12;

    private readonly string[] texts = [.. context.Data.Train.Select(e => e.Text)];
    private readonly int[] targets = Positions(context.Data.Train, context.Data.Labels);
    private readonly string[] devTexts = [.. context.Data.Dev.Select(e => e.Text)];
    private readonly int[] devTargets = Positions(context.Data.Dev, context.Data.Labels);
    private readonly List<SearchStep> steps = [];
    private Candidate? best;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => steps;

    /// <summary>Whether the budget ended before the whole grid was fitted.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The best model; the first is always fitted, whatever the budget.</summary>
    public (JsonObject Settings, ClassicalModel Model) Run()
    {
        var leastLoss = double.PositiveInfinity;
        var start = context.Clock.GetTimestamp();
        foreach (var candidate in Candidates())
        {
            var (accuracy, loss) = Evaluate(candidate);
            steps.Add(new SearchStep(candidate.Settings, accuracy, loss, context.Clock.GetElapsedTime(start).TotalSeconds));
            if (loss < leastLoss) (best, leastLoss) = (candidate, loss);

            WasCut = context.IsOverBudget;
            if (WasCut) break;
            start = context.Clock.GetTimestamp();
        }

        return (best!.Settings, best.Model);
    }

    private IEnumerable<Candidate> Candidates()
    {
        if (settings.Alpha.Count > 0)
        {
            var (vectorizer, train, dev) = Vectorize(TermWeighting.Counts, FeatureSet.Words);
            foreach (var alpha in settings.Alpha)
            {
                Report($"naive bayes, alpha {alpha}");
                var linear = NaiveBayes.Fit(train, targets, context.Data.Labels.Count, alpha);
                yield return new(
                    new() { ["learner"] = "naive_bayes", ["features"] = "words", ["alpha"] = alpha }, Model(vectorizer, linear), dev);
            }
        }

        if (settings.C.Count == 0) yield break;
        foreach (var set in settings.Features.Order())
        {
            var (vectorizer, train, dev) = Vectorize(TermWeighting.TfIdf, set);
            var regression = new LogisticRegression(train, targets, context.Data.Labels.Count);
            var features = set == FeatureSet.Words ? "words" : "words_and_characters";
            foreach (var c in Penalties(features))
            {
                Report($"logistic regression, {features}, c {c}");
                var linear = regression.Fit(c, () => context.IsOverBudget, cancellationToken);
                yield return new(
                    new() { ["learner"] = "logistic_regression", ["features"] = features, ["c"] = c }, Model(vectorizer, linear), dev);
            }
        }
    }

    /// <summary>The grid, and one step beyond it where its end is the best so far and the task did not set it.</summary>
    private IEnumerable<double> Penalties(string features)
    {
        double[] grid = [.. settings.C.Order()];
        foreach (var c in grid) yield return c;
        if (grid is [.., var last, var end] && !context.Trial.Settings.ContainsKey("c")
            && (string?)best?.Settings["features"] == features && (double?)best?.Settings["c"] == end)
        {
            yield return end * end / last;
        }
    }

    private (Vectorizer Vectorizer, SparseMatrix Train, SparseMatrix Dev) Vectorize(TermWeighting weighting, FeatureSet set)
    {
        NgramKind[] kinds = set == FeatureSet.Words ? [NgramKind.Words] : [NgramKind.Words, NgramKind.Characters];
        var vectorizer = Vectorizer.Fit(weighting, kinds, texts, cancellationToken);
        return (vectorizer, vectorizer.Transform(texts, cancellationToken), vectorizer.Transform(devTexts, cancellationToken));
    }

    private (double Accuracy, double Loss) Evaluate(Candidate candidate)
    {
        var (hits, loss) = (0, 0.0);
        for (var row = 0; row < devTargets.Length; row++)
        {
            var probabilities = candidate.Model.Linear.Predict(candidate.Dev.IndicesOf(row), candidate.Dev.ValuesOf(row));
            if (SequentialScoring.MostProbable(probabilities) == devTargets[row]) hits++;
            loss -= Math.Log(Math.Max(probabilities[devTargets[row]], SmallestProbability));
        }

        var count = Math.Max(1, devTargets.Length);
        return ((double)hits / count, loss / count);
    }

    private void Report(FormattableString what) => context.Progress.Report(
        new TrialProgress("fitting", Math.Min(1, (double)steps.Count / settings.Count), FormattableString.Invariant(what)));

    private ClassicalModel Model(Vectorizer vectorizer, LinearModel linear) => new(context.Data.Labels, vectorizer, linear);

    private static int[] Positions(IReadOnlyList<Data.Example> examples, IReadOnlyList<string> labels)
    {
        var positions = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        return [.. examples.Select(e => positions[e.Label])];
    }

    private sealed record Candidate(JsonObject Settings, ClassicalModel Model, SparseMatrix Dev);
}
