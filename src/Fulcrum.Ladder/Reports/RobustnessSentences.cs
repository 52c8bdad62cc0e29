using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Puts into words what perturbed texts did to the trials.</summary>
public static class RobustnessSentences
{
    /// <summary>One sentence of what is alarming: per trial its largest drop of more than ten points that is no chance; <see langword="null"/> where there is none.</summary>
    public static string? Alarm(ComparisonReport report)
    {
        var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
        string[] losses =
        [
            .. from trial in report.Trials
               let worst = trial.Robustness.Where(effect => effect.IsAlarming).MaxBy(effect => (effect.Perturbation != PerturbationEffect.All, effect.Drop.Value))
               where worst is not null
               let cause = worst.Perturbation == PerturbationEffect.All ? "all perturbations together" : worst.Perturbation
               select $"{names.InSentence(trial.Trial.Id)} loses {Loss(worst.Drop)} to {cause}",
        ];
        return losses.Length == 0 ? null : $"On perturbed test rows {string.Join("; ", losses)}.";
    }

    /// <summary>One sentence for each pair of trials whose order perturbed texts turn round.</summary>
    public static IEnumerable<string> OrderChanges(ComparisonReport report)
    {
        var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
        return report.Verdict.OrderChanges.Select(change =>
            $"Perturbed texts turn an order round, on {DisplayFormat.Count(change.Rows)} rows that both answered: {names.InSentence(change.Trial)} leads "
            + $"{names.InSentence(change.Overtaken)} by {Points(change.Unperturbed)}, and trails it by {Points(Negated(change.Perturbed))} on their copies.");
    }

    private static Interval Negated(Interval interval) => new(-interval.Value, -interval.High, -interval.Low);

    private static string Loss(Interval interval) =>
        $"{DisplayFormat.BarePercent(interval.Value)}{DisplayFormat.Space}points {DisplayFormat.PercentRange(interval)}";

    private static string Points(Interval interval) =>
        $"{DisplayFormat.BarePercent(interval.Value)}{DisplayFormat.Space}points {DisplayFormat.PointsRange(interval)}";
}
