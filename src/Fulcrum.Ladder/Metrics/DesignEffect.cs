using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// By how much rows of a group tell less than as many independent ones, as all trials on the same rows show it. The variance of a mean over
/// groups of sizes m is 1 + (Σm²/n - 1)ρ times that over n independent rows (Kish 1965), where ρ is the intraclass correlation: 0 where the scores
/// of a group's rows are no more alike than any others, 1 where they are equal.
/// </summary>
/// <remarks>
/// A few mistakes hardly tell how alike the rows of a group are, so trials learn it from each other. Of each, ρ follows from its own design effect
/// (Rao and Scott 1992, Biometrics 48, 577-585), and counts as often as it has events, which are the rows whose score is not its most frequent one:
/// that is what a trial knows of ρ. To a trial with fewer events than another this one counts no more than the trial itself and four events, so
/// that a rung that is often wrong does not decide for one that hardly ever is. Four events that say 1, as many as Agresti and Coull (1998) add to
/// a proportion, are shared among the trials, but each trial is given at least one of them: where nothing is known, a group counts as one row. And
/// no trial is taken for less alike than its own scores are, so that one whose mistakes come in whole groups does not hide behind the others.
/// </remarks>
public sealed class DesignEffect
{
    private const double EventsAssumed = 4;
    private const double FewestAssumed = 1;

    private readonly (double Events, double Correlation)[] _trials;

    private DesignEffect(IEnumerable<(double Events, double Correlation)?> trials) => _trials = [.. trials.OfType<(double, double)>()];

    /// <summary>What the trials of a run show on one part.</summary>
    /// <param name="kind">How an answer is scored.</param>
    /// <param name="logs">
    /// The predictions of each trial on that part; they need not be of the same rows. A trial that gives every row the same answer is left out: what
    /// it shows is how labels lie in groups, and not mistakes.
    /// </param>
    /// <param name="groups">Which examples belong together.</param>
    public static DesignEffect Of(TaskKind kind, IEnumerable<IReadOnlyList<Prediction>> logs, ExampleGroups groups) => new(
        from log in logs
        where log.DistinctBy(p => p.Predicted).Skip(1).Any()
        select Observe([.. log.Select(p => kind.Score(p.Predicted, p.Labels))], groups.ClustersOf(log.Select(p => p.Id))));

    /// <summary>The same of scores.</summary>
    /// <param name="trials">Of each trial the score of each row, and the group of each, see <see cref="ExampleGroups.ClustersOf"/>.</param>
    internal static DesignEffect Of(params IEnumerable<(double[] Scores, int[] Clusters)> trials) =>
        new(trials.Select(trial => Observe(trial.Scores, trial.Clusters)));

    /// <summary>How alike the scores of a group's rows are, 0 to 1, in one of the trials.</summary>
    /// <param name="scores">The score of each row, at least one.</param>
    /// <param name="clusters">The group of each.</param>
    internal double IntraclassCorrelation(double[] scores, int[] clusters)
    {
        var (ownEvents, own) = Observe(scores, clusters) ?? (0, 0);
        var (events, weighted) = (0.0, 0.0);
        foreach (var trial in _trials)
        {
            var counted = Math.Min(trial.Events, ownEvents + EventsAssumed);
            events += counted;
            weighted += counted * trial.Correlation;
        }

        var assumed = _trials.Length == 0 ? EventsAssumed : Math.Max(FewestAssumed, EventsAssumed / _trials.Length);
        return Math.Min(1, Math.Max(own, (assumed + Math.Max(0, weighted)) / (assumed + events)));
    }

    /// <summary>Below 0 where groups differ less than chance has it; none where nothing is to be seen of groups.</summary>
    private static (double Events, double Correlation)? Observe(double[] scores, int[] clusters)
    {
        var (count, groups) = (scores.Length, clusters.Max() + 1);
        if (groups == count || groups == 1) return null;
        var mean = scores.Average();
        var (sizes, deviations) = (new int[groups], new double[groups]);
        foreach (var (i, cluster) in clusters.Index())
        {
            sizes[cluster]++;
            deviations[cluster] += scores[i] - mean;
        }

        var overRows = scores.Sum(score => (score - mean) * (score - mean)) / ((double)count * (count - 1));
        if (overRows == 0) return null;
        var overGroups = groups / (groups - 1.0) * deviations.Sum(deviation => deviation * deviation) / ((double)count * count);
        return (count - scores.CountBy(score => score).Max(same => same.Value), ((overGroups / overRows) - 1) / (EffectiveSize.MeanGroup(sizes) - 1));
    }
}
