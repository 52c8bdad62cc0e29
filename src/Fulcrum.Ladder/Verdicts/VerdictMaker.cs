using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// Decides. Of the judged trials those are shown to be good enough that lose at most the margin to the best with a probability of at least
/// .80; of these the one that costs least is recommended. Where there is none, nothing is: a missing proof of difference is no proof of
/// equality. What breaks a constraint of the task is left out before.
/// </summary>
public static class VerdictMaker
{
    /// <summary>Adjusted p-values below this count as a difference.</summary>
    public const double Alpha = 0.05;

    /// <summary>Decides among the trials of a run.</summary>
    /// <param name="trials">All trials, failed ones included.</param>
    /// <param name="predictions">Trial id to its predictions on the test part, other seeds included; failed trials may be absent.</param>
    /// <param name="rules">By what the verdict is made.</param>
    public static Verdict Decide(
        IReadOnlyList<TrialReport> trials, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, VerdictRules rules)
    {
        var names = new TrialNames(trials.Select(trial => trial.Trial));
        var judging = new Judging(rules);
        var measured = trials.Where(trial => trial.Test is not null).ToArray();
        NotJudged[] refused = [.. trials.Where(trial => trial.Test is not null || trial.IsOutOfTime).Select(judging.Refuse).OfType<NotJudged>()];
        var judged = measured.Where(trial => refused.All(other => other.Trial != trial.Trial.Id)).ToArray();
        Veto[] vetoes = [.. judged.SelectMany(trial => rules.Constraints.Check(new ConstraintSubject(trial.Trial, trial.Result, trial.Test!)))];
        judged = [.. judged.Where(trial => vetoes.All(veto => veto.Trial != trial.Trial.Id))];
        var standings = judged.Length == 0 ? null : Standings.Of(judged, predictions, rules);
        var decision = standings is null ? Decision.None : Decision.Of(standings, [.. refused.Select(one => names.InSentence(one.Trial))]);
        return new VerdictSentences(trials, predictions, rules, standings, decision, refused, vetoes).ToVerdict();
    }
}
