using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Gates;

/// <summary>What a gate can ask for.</summary>
/// <param name="Name">How a gate writes it.</param>
/// <param name="Scale">In what it is measured.</param>
/// <param name="Read">What a run says of it; the label where it takes one.</param>
internal sealed record GateMetric(string Name, GateScale Scale, Func<GateSubject, string, GateFigure> Read)
{
    private const string NoShift = "the trial answered no shifted data";

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<GateMetric> All { get; } =
    [
        new("accuracy", GateScale.Share, (of, _) => GateFigure.Of(of.Test.Accuracy.Value, of.Test.Accuracy)),
        new("macro-f1", GateScale.Share, (of, _) => GateFigure.Of(of.Test.MacroF1.Value, of.Test.MacroF1)),
        new("micro-f1", GateScale.Share, (of, _) => GateFigure.Of(of.Test.MicroF1, "rows have one label each")) { NeedsSeveralLabels = true },
        new("f1", GateScale.Share, (of, label) => OfLabel(of, label, metrics => (metrics.F1, null))) { TakesLabel = true },
        new("recall", GateScale.Share, (of, label) => OfLabel(of, label, metrics => (metrics.Recall, metrics.Support))) { TakesLabel = true },
        new("precision", GateScale.Share, (of, label) => OfLabel(of, label, metrics => (metrics.Precision, Predicted(metrics)))) { TakesLabel = true },
        new("shift", GateScale.Share, (of, _) => GateFigure.Of(of.Trial.Shift?.Accuracy, NoShift)) { NeedsShift = true },
        new("drop", GateScale.Points, (of, _) => GateFigure.Of(of.Trial.Shift is { } shift ? Drop(of.Test.Accuracy, shift.Accuracy) : null, NoShift)) { NeedsShift = true },
        new("p50", GateScale.Latency, (of, _) => GateFigure.Of(of.Test.LatencyP50, of.Test.LatencyP50Interval)),
        new("p95", GateScale.Latency, (of, _) => GateFigure.Of(of.Test.LatencyP95, of.Test.LatencyP95Interval)),
        new("memory", GateScale.Memory, (of, _) => GateFigure.Of((double?)of.Trial.Result.PeakMemoryBytes, "the memory of the trial is not known")),
        new("cost", GateScale.Dollars, (of, _) => GateFigure.Of(of.Trial.Cost?.PerThousand, "the cost of the trial is not known")),
        new("training", GateScale.Duration, (of, _) => GateFigure.Of(of.Trial.Result.Outcome?.TrainingSeconds ?? 0)),
        new("ece", GateScale.Share, (of, _) => GateFigure.Of(of.Test.CalibrationError, "its answers have no probabilities")),
        new("probability", GateScale.Share, (of, _) => GateFigure.Of(of.Verdict.ProbabilityWithinMargin, "there is no other trial to compare it with")),
        new("grade", GateScale.Grade, (of, _) => GateFigure.Of(Grade.D - of.Verdict.Grade)),
        new("kind", GateScale.Kind, (of, _) => GateFigure.Of(VerdictKind.NotDecided - of.Verdict.Kind)),
    ];

    /// <summary>Whether it is of one label.</summary>
    public bool TakesLabel { get; init; }

    /// <summary>Whether it is measured on shifted data.</summary>
    public bool NeedsShift { get; init; }

    /// <summary>Whether it says something only where a row may have several labels.</summary>
    public bool NeedsSeveralLabels { get; init; }

    /// <summary>How a list of all metrics shows it.</summary>
    public string Form => TakesLabel ? Name + "(LABEL)" : Name;

    /// <summary>A figure of one label; of a share of so many rows with Wilson's interval, of as many fewer rows as groups make of them.</summary>
    private static GateFigure OfLabel(GateSubject of, string label, Func<LabelMetrics, (double Value, double? Rows)> read)
    {
        if (of.Test.PerLabel.FirstOrDefault(metrics => metrics.Label == label) is not { Support: > 0 } metrics)
            return GateFigure.Of((double?)null, "no test row that it answered has the label");
        var (value, rows) = read(metrics);
        return GateFigure.Of(value, rows is > 0 and { } count ? WilsonInterval.Compute(value, count * of.Independence) : null);
    }

    /// <summary>How many rows were answered with the label; <see langword="null"/> where that cannot be told from the figures.</summary>
    private static double? Predicted(LabelMetrics metrics) => metrics.Precision > 0 ? metrics.Recall * metrics.Support / metrics.Precision : null;

    /// <summary>The difference of two independent shares by their Wilson intervals (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10).</summary>
    private static Interval Drop(Interval test, Interval shift)
    {
        var drop = test.Value - shift.Value;
        return new Interval(
            drop,
            drop - Math.Sqrt(Square(test.Value - test.Low) + Square(shift.High - shift.Value)),
            drop + Math.Sqrt(Square(test.High - test.Value) + Square(shift.Value - shift.Low)));
    }

    private static double Square(double x) => x * x;
}
