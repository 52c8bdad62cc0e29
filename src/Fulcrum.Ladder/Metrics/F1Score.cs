namespace Fulcrum.Ladder.Metrics;

/// <summary>Precision, recall and their harmonic mean.</summary>
internal static class F1Score
{
    /// <summary>The three figures of one label, 0 where they are undefined.</summary>
    public static LabelMetrics OfLabel(ConfusionMatrix confusion, int label, string name)
    {
        var (hits, predicted, support) = Counts(confusion, label);
        return new LabelMetrics(name, Ratio(hits, predicted), Ratio(hits, support), F1(hits, predicted, support), support);
    }

    /// <summary>
    /// The mean F1 over the labels that occur as truth or as prediction, as scikit-learn's <c>f1_score(average="macro",
    /// zero_division=0)</c> has it; an answer that could not be read is a miss of the true label.
    /// </summary>
    public static double Macro(ConfusionMatrix confusion)
    {
        var sum = 0.0;
        var occurring = 0;
        for (var label = 0; label < confusion.Labels; label++)
        {
            var (hits, predicted, support) = Counts(confusion, label);
            if (predicted + support == 0) continue;
            sum += F1(hits, predicted, support);
            occurring++;
        }

        return occurring == 0 ? 0 : sum / occurring;
    }

    private static (int Hits, int Predicted, int Support) Counts(ConfusionMatrix confusion, int label)
    {
        var (predicted, support) = (0, confusion[label, confusion.Labels]);
        for (var other = 0; other < confusion.Labels; other++)
        {
            predicted += confusion[other, label];
            support += confusion[label, other];
        }

        return (confusion[label, label], predicted, support);
    }

    private static double F1(int hits, int predicted, int support) => Ratio(2 * hits, predicted + support);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
