using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class F1ScoreTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    private static readonly Gen<Prediction[]> Logs = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3])
        .Select((truth, answer) => new Prediction
        {
            Part = DatasetPart.Test, Id = "", Labels = Labels[truth], Predicted = answer < 3 ? Labels[answer] : null,
        })
        .Array[1, 60];

    [Fact]
    public void Macro_F1_is_the_mean_of_harmonic_means_counted_the_long_way() => Logs.Sample(log =>
    {
        var occurring = Labels.Where(l => log.Any(p => p.Labels == l || p.Predicted == l)).ToArray();
        return Math.Abs(Macro(log, Labels) - occurring.Average(label => HarmonicMean(log, label))) < 1e-12;
    });

    [Fact]
    public void Macro_F1_does_not_depend_on_the_order_of_labels_or_rows() => Logs.Sample(log =>
        Math.Abs(Macro(log, Labels) - Macro([.. log.Reverse()], ["c", "a", "b"])) < 1e-12);

    private static double Macro(Prediction[] log, string[] labels) => F1Score.Macro(Outcomes.Of(TaskKind.Classification, labels, log).Count());

    private static double HarmonicMean(Prediction[] log, string label)
    {
        double hits = log.Count(p => p.Labels == label && p.Predicted == label);
        if (hits == 0) return 0;
        var (precision, recall) = (hits / log.Count(p => p.Predicted == label), hits / log.Count(p => p.Labels == label));
        return 2 * precision * recall / (precision + recall);
    }
}
