using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>The trials that can be compared fairly: on the same examples.</summary>
internal sealed class Contenders
{
    // Below that even a coin and a good classifier are hard to tell apart.
    private const int FewestCommonRows = 30;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<Prediction>> _predictions;
    private readonly ExampleGroups _groups;
    private readonly TaskKind _kind;

    private Contenders(
        IReadOnlyList<TrialReport> trials,
        HashSet<string> common,
        IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions,
        ExampleGroups groups,
        TaskKind kind)
    {
        (Trials, _groups, _kind) = (trials, groups, kind);
        var onCommon = trials.ToDictionary(
            t => t.Trial.Id, IReadOnlyList<Prediction> (t) => [.. predictions[t.Trial.Id].Where(p => common.Contains(p.Id))]);
        TrialReport[] byAccuracy =
        [
            .. trials.OrderByDescending(t => onCommon[t.Trial.Id].Sum(Score)).ThenBy(LadderRank),
        ];

        // Two trials may share more examples than all of them do, and a pair is best judged on all it has. But if that leaves
        // nobody unbeaten, only the examples that all answered make one order of them.
        var unbeaten = Array.Find(byAccuracy, one => byAccuracy.All(other => !Beats(predictions[other.Trial.Id], predictions[one.Trial.Id])));
        (Best, _predictions) = unbeaten is null ? (byAccuracy[0], onCommon) : (unbeaten, predictions);
    }

    /// <summary>Those that answered enough of the same examples; at least one.</summary>
    public IReadOnlyList<TrialReport> Trials { get; }

    /// <summary>The most accurate: no other is more often right where both answered. Of equals the lowest on the ladder.</summary>
    public TrialReport Best { get; }

    /// <summary>
    /// Takes in trial after trial, the one with the most answers first, as long as enough examples stay in common: one
    /// that ran out of budget early must not shrink the test of all.
    /// </summary>
    /// <param name="measured">The trials with figures on test, at least one.</param>
    /// <param name="predictions">Trial id to its predictions on test.</param>
    /// <param name="groups">Which examples belong together.</param>
    /// <param name="kind">How an answer is scored.</param>
    public static Contenders Among(
        IReadOnlyList<TrialReport> measured, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, ExampleGroups groups, TaskKind kind)
    {
        HashSet<string>? common = null;
        var trials = new List<TrialReport>();
        foreach (var trial in measured.OrderByDescending(t => t.Test!.Count))
        {
            var ids = predictions[trial.Trial.Id].Select(p => p.Id).ToHashSet();
            if (common is not null)
            {
                ids.IntersectWith(common);
                if (ids.Count < Math.Min(FewestCommonRows, common.Count)) continue;
            }

            common = ids;
            trials.Add(trial);
        }

        return new Contenders([.. measured.Where(trials.Contains)], common!, predictions, groups, kind);
    }

    /// <summary>Two of them on the examples that both answered.</summary>
    public PairedOutcomes Pair(TrialReport first, TrialReport second) =>
        PairedOutcomes.Of(_predictions[first.Trial.Id], _predictions[second.Trial.Id], _groups, _kind);

    /// <summary>
    /// How high a trial stands: the rung, by how much it takes to make, serve and keep; on one rung the milliseconds per
    /// text, which come with each text anew; then the seconds of the trial.
    /// </summary>
    public static (int Rung, double Milliseconds, double Seconds) LadderRank(TrialReport trial) =>
        (trial.Rung.Rank, trial.Test!.LatencyP50, trial.Result.WallSeconds);

    private double Score(Prediction prediction) => _kind.Score(prediction.Predicted, prediction.Labels);

    private bool Beats(IEnumerable<Prediction> one, IEnumerable<Prediction> other) => one
        .Join(other, p => p.Id, p => p.Id, (a, b) => Score(a) - Score(b))
        .Sum() > 0;
}
