using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.TaskKinds;

/// <summary>
/// Any number of labels is right, none included: each label has a probability of its own and is answered from its threshold on. A row
/// is right where all its labels are (subset accuracy).
/// </summary>
internal sealed class MultiLabel : TaskKind
{
    private const double UsualThreshold = 0.5;

    /// <summary>Rows of dev with a label below which the label's own threshold would be chosen by chance: it takes the common one.</summary>
    private const int FewestRowsOfLabel = 10;

    public override string Name => "multi-label";

    public override string AccuracyName => "subset accuracy";

    public override bool IsExclusive => false;

    public override bool HasThresholds => true;

    /// <summary>The labels whose probability reaches their threshold.</summary>
    public override IReadOnlyList<int> Decide(IReadOnlyList<double> probabilities, DecisionRule rule) =>
        [.. Enumerable.Range(0, probabilities.Count).Where(label => probabilities[label] >= (rule.Thresholds.ElementAtOrDefault(label) ?? UsualThreshold))];

    /// <summary>Per label the threshold with the highest F1, of labels with few rows the one with the highest micro-F1 over all labels (Fan and Lin 2007).</summary>
    public override IReadOnlyList<double> ChooseThresholds(IReadOnlyList<(IReadOnlyList<double> Probabilities, IReadOnlyList<int> Truth)> rows)
    {
        if (rows.Count == 0) return [];
        (double Probability, bool IsTrue)[][] perLabel =
        [
            .. Enumerable.Range(0, rows[0].Probabilities.Count)
                .Select(label => rows.Select(row => (row.Probabilities[label], row.Truth.Contains(label))).ToArray()),
        ];
        var common = BestThreshold([.. perLabel.SelectMany(claims => claims)]);
        return [.. perLabel.Select(claims => claims.Count(claim => claim.IsTrue) < FewestRowsOfLabel ? common : BestThreshold(claims))];
    }

    public override double Loss(IReadOnlyList<double> probabilities, IReadOnlyList<int> truth) =>
        -probabilities.Select((probability, label) => Math.Log(Math.Max(truth.Contains(label) ? probability : 1 - probability, SmallestProbability))).Sum();

    public override double Confidence(IReadOnlyList<double> probabilities, IReadOnlyList<int> answer) =>
        probabilities.Select((probability, label) => answer.Contains(label) ? probability : 1 - probability).Aggregate(1.0, (product, factor) => product * factor);

    public override IEnumerable<(double Probability, bool IsTrue)> Claims(
        IReadOnlyList<double> probabilities, IReadOnlyList<int> answer, IReadOnlyList<int> truth) => probabilities.Select((probability, label) => (probability, truth.Contains(label)));

    public override LabelSet ToLabels(IReadOnlyList<int> answer, IReadOnlyList<string> labels) => LabelSet.OfList(answer.Select(label => labels[label]));

    /// <summary>The threshold with the highest F1, half-way between two probabilities; of equals the one nearest to one half.</summary>
    private static double BestThreshold((double Probability, bool IsTrue)[] claims)
    {
        var all = claims.Count(claim => claim.IsTrue);
        if (all == 0) return UsualThreshold;
        var descending = claims.OrderByDescending(claim => claim.Probability).ToArray();
        var (best, threshold, hits) = (-1.0, UsualThreshold, 0);
        for (var count = 1; count <= descending.Length; count++)
        {
            if (descending[count - 1].IsTrue) hits++;
            var next = count < descending.Length ? descending[count].Probability : 0;
            if (next == descending[count - 1].Probability) continue;
            var f1 = 2.0 * hits / (count + all);
            var between = (descending[count - 1].Probability + next) / 2;
            if (f1 < best || (f1 == best && Math.Abs(between - UsualThreshold) >= Math.Abs(threshold - UsualThreshold))) continue;
            (best, threshold) = (f1, between);
        }

        return threshold;
    }
}
