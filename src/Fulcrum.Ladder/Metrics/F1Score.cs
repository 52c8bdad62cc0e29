namespace Fulcrum.Ladder.Metrics;

/// <summary>Precision, recall and their harmonic mean.</summary>
internal static class F1Score
{
    /// <summary>The three figures of one label, 0 where they are undefined.</summary>
    public static LabelMetrics OfLabel(LabelCounts counts, int label, string name)
    {
        var (hits, predicted, support) = counts[label];
        return new LabelMetrics(name, Ratio(hits, predicted), Ratio(hits, support), F1(hits, predicted, support), support);
    }

    /// <summary>
    /// The mean F1 over the labels that occur as truth or as prediction, as scikit-learn's <c>f1_score(average="macro",
    /// zero_division=0)</c> has it; an answer that could not be read is a miss of the true label.
    /// </summary>
    public static double Macro(LabelCounts counts)
    {
        var sum = 0.0;
        var occurring = 0;
        for (var label = 0; label < counts.Labels; label++)
        {
            var (hits, predicted, support) = counts[label];
            if (predicted + support == 0) continue;
            sum += F1(hits, predicted, support);
            occurring++;
        }

        return occurring == 0 ? 0 : sum / occurring;
    }

    /// <summary>F1 over all labels of all rows together, as scikit-learn's <c>f1_score(average="micro", zero_division=0)</c> has it.</summary>
    public static double Micro(LabelCounts counts)
    {
        var (hits, predicted, support) = (0, 0, 0);
        for (var label = 0; label < counts.Labels; label++)
        {
            var own = counts[label];
            (hits, predicted, support) = (hits + own.Hits, predicted + own.Predicted, support + own.Support);
        }

        return F1(hits, predicted, support);
    }

    private static double F1(int hits, int predicted, int support) => Ratio(2 * hits, predicted + support);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
