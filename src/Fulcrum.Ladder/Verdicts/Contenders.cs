using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>The trials that can be compared fairly: on the same examples.</summary>
internal sealed class Contenders
{
    // Below that even a coin and a good classifier are hard to tell apart.
    private const int FewestCommonRows = 30;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<Prediction>> _predictions;
    private readonly HashSet<string> _common;

    private Contenders(IReadOnlyList<TrialReport> trials, HashSet<string> common, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions) =>
        (Trials, _common, _predictions) = (trials, common, predictions);

    /// <summary>Those that answered enough of the same examples; at least one.</summary>
    public IReadOnlyList<TrialReport> Trials { get; }

    /// <summary>
    /// Takes in trial after trial, the one with the most answers first, as long as enough examples stay in common: one
    /// that ran out of budget early must not shrink the test of all.
    /// </summary>
    /// <param name="measured">The trials with figures on test, at least one.</param>
    /// <param name="predictions">Trial id to its predictions on test.</param>
    public static Contenders Among(IReadOnlyList<TrialReport> measured, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions)
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

        return new Contenders([.. measured.Where(trials.Contains)], common!, predictions);
    }

    /// <summary>The most accurate on the examples that all answered; of equals the cheapest.</summary>
    public TrialReport MostAccurate() => Trials
        .OrderByDescending(t => _predictions[t.Trial.Id].Count(p => p.Predicted == p.Label && _common.Contains(p.Id)))
        .ThenBy(CostRank)
        .First();

    /// <summary>Two of them on all examples that both answered.</summary>
    public PairedOutcomes Pair(TrialReport first, TrialReport second) =>
        PairedOutcomes.Of(_predictions[first.Trial.Id], _predictions[second.Trial.Id]);

    /// <summary>The order of costs: the class of the rung, then the seconds it took.</summary>
    public static (int Class, double Seconds) CostRank(TrialReport trial) =>
        ((int)trial.Rung.Class, trial.Result.WallSeconds);
}
