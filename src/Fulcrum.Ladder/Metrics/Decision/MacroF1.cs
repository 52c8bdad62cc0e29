using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>The mean F1 of the labels that occur as truth or as answer, see <see cref="F1Score.Macro"/>: rare labels count as much as frequent ones.</summary>
internal sealed class MacroF1 : DecisionMetric
{
    public override string Name => MetricName.MacroF1;

    public override string Spoken => "macro-F1";

    public override double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log)
    {
        var outcomes = Outcomes.Of(kind, labels, log);
        var counts = outcomes.Count();
        var figure = F1Score.Macro(counts);
        var occurring = Enumerable.Range(0, counts.Labels).Count(label => Occurrences(label) > 0);
        double[] ofOutcome = [.. outcomes.Distinct.Select(Influence)];
        return [.. outcomes.OfExample.Select(place => figure + ofOutcome[place])];

        // F1 is the ratio 2 hits / (predicted + support), and the figure the mean of such ratios.
        double Influence(Outcome outcome) => log.Count * outcome.Truth.Union(outcome.Predicted ?? []).Sum(label => OfLabel(outcome, label)) / occurring;

        double OfLabel(Outcome outcome, int label)
        {
            var (isTrue, isPredicted) = (outcome.Truth.Contains(label), outcome.Predicted?.Contains(label) == true);
            var f1 = 2.0 * counts[label].Hits / Occurrences(label);
            return ((isTrue && isPredicted ? 2 : 0) - (f1 * ((isTrue ? 1 : 0) + (isPredicted ? 1 : 0)))) / Occurrences(label);
        }

        int Occurrences(int label) => counts[label].Predicted + counts[label].Support;
    }
}
