using System.Globalization;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How often verdicts are right about ladders whose truth is known.</summary>
internal static class DecisionStudy
{
    private const double Margin = 0.01;
    private const double Bad = 0.05;

    // Of fewer verdicts of a grade nothing is said.
    private const int Enough = 50;
    private const double EnoughRows = 100;

    /// <summary>The eight rungs of README's example, roughly.</summary>
    public static readonly IReadOnlyList<double> Typical = [0.55, 0.86, 0.65, 0.72, 0.78, 0.90, 0.90, 0.82];

    private static readonly Bar A = Bar.AtLeast(0.95);
    private static readonly Bar B = Bar.AtLeast(0.8);
    private static readonly Bar Right = Bar.AtLeast(0.9);
    private static readonly Bar Worse = Bar.AtMost(0.02);

    /// <summary>Writes the table.</summary>
    public static void Run(StudyDocument document, int runs)
    {
        document.Section("Decisions");
        document.Paragraph(
            $"Eight rungs, {runs:N0} draws each. Mixed: accuracies .55 to .90 as in README's example, each off by a normal value of 4 "
            + "points; close: .88, each off by 2 points. Right is a loss of at most one point "
            + $"to the best. Brackets: how many verdicts of that grade; of fewer than {Enough} the bar is not asked. More than five points "
            + $"worse: asked from {EnoughRows} effective rows up (the mean is given).");
        document.Head(
            "prior", "rows", "effective", $"A right {A}", $"B right {B}",
            "A or B ≥ .5 at 500, ≥ .9 at 2,000 rows", $"right or undecided {Right}", $"> 5 points worse {Worse}", "figure's interval holds");
        var all = new List<Outcome>();
        foreach (var isMixed in new[] { true, false })
        {
            foreach (var rows in Designs())
            {
                var outcomes = Simulation.Run(runs, random => One(isMixed, rows, random));
                all.AddRange(outcomes);
                var effective = outcomes.Average(o => o.Verdict.EffectiveRows);
                document.Row(
                    isMixed ? "mixed" : "close",
                    rows.Name,
                    effective.ToString("0", CultureInfo.InvariantCulture),
                    document.Share([.. outcomes.Where(o => o.Verdict.Grade == Grade.A)], o => o.IsRight, A, Enough, showCount: true),
                    document.Share([.. outcomes.Where(o => o.Verdict.Grade == Grade.B)], o => o.IsRight, B, Enough, showCount: true),
                    document.Share(outcomes, o => o.Verdict.Grade <= Grade.B, Decided(rows)),
                    document.Share(outcomes, o => !o.IsDecided || o.IsRight, Right),
                    document.Share(outcomes, o => o.IsDecided && o.Regret > Bad, effective >= EnoughRows ? Worse : null),
                    document.Share(outcomes, o => o.Covered, null));
            }
        }

        document.Line();
        Calibration(document, all);
    }

    /// <summary>How often a verdict is to be given; of independent rows only.</summary>
    private static Bar? Decided(Rows rows) => rows.IsGrouped ? null : rows.Count switch { 500 => Bar.AtLeast(0.5), 2000 => Bar.AtLeast(0.9), _ => null };

    /// <summary>Whether what is said of a recommended rung, or of a leader, happens as often as said.</summary>
    private static void Calibration(StudyDocument document, List<Outcome> outcomes)
    {
        document.Paragraph("The probability of being within the margin that all these verdicts name, and how often it is so:");
        document.Head("probability", "verdicts", "mean", "right");
        double[] edges = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01];
        foreach (var (low, high) in edges.Zip(edges[1..]))
        {
            Outcome[] within = [.. outcomes.Where(o => o.Verdict.ProbabilityWithinMargin is { } p && p >= low && p < high)];
            if (within.Length == 0) continue;
            document.Row(
                FormattableString.Invariant($"{low:0.00} to {Math.Min(1, high):0.00}"),
                $"{within.Length}",
                document.Figure(within.Average(o => o.Verdict.ProbabilityWithinMargin!.Value)),
                document.Share(within, o => o.IsRight, null));
        }

        document.Line();
    }

    private static IEnumerable<Rows> Designs() =>
    [
        Rows.Alone(50), Rows.Alone(100), Rows.Alone(200), Rows.Alone(500), Rows.Alone(2000),
        Rows.InGroups(200, new Random(1)), Rows.InGroups(500, new Random(1)), Rows.InGroupsOf(22, 30), Rows.InGroupsOf(60, 8), Rows.InGroupsOf(40, 15),
    ];

    private static Outcome One(bool isMixed, Rows rows, Random random)
    {
        double[] truth = [.. Typical.Select(p => Math.Clamp(isMixed ? p + (0.04 * Normal.Next(random)) : 0.88 + (0.02 * Normal.Next(random)), 0.3, 0.99))];
        var verdict = MadeUpRun.Decide(rows, truth, random);
        var chosen = truth[int.Parse(verdict.RecommendedTrial!, CultureInfo.InvariantCulture)];
        return new Outcome(verdict, truth.Max() - chosen, verdict.Figure is { } figure && figure.Low <= chosen && chosen <= figure.High);
    }

    /// <param name="Verdict">What was said.</param>
    /// <param name="Regret">What the recommended rung, or the leader, loses to the best.</param>
    /// <param name="Covered">Whether the interval of its figure holds the truth.</param>
    private sealed record Outcome(Verdict Verdict, double Regret, bool Covered)
    {
        public bool IsRight => Regret <= Margin;

        public bool IsDecided => Verdict.Kind != VerdictKind.NotDecided;
    }
}
