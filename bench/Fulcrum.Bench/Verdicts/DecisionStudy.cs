using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How often verdicts are right about ladders whose truth is known.</summary>
internal static class DecisionStudy
{
    private const double Margin = 0.01;

    private static readonly double[] Typical = [0.55, 0.86, 0.65, 0.72, 0.78, 0.90, 0.90, 0.82];

    /// <summary>Prints the table.</summary>
    public static void Run(int runs)
    {
        Console.WriteLine("| prior | rows | A right | A | B right | B | A or B | right or undecided | > 5 points worse | figure's interval holds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var prior in new[] { "mixed", "close" })
        {
            foreach (var rows in Designs())
            {
                var outcomes = Simulation.Run(runs, random => One(prior, rows, random));
                var (a, b) = (outcomes.Where(o => o.Verdict is { Grade: Grade.A }).ToArray(), outcomes.Where(o => o.Verdict is { Grade: Grade.B }).ToArray());
                var decided = outcomes.Where(o => o.Verdict.Kind != VerdictKind.NotDecided).ToArray();
                Console.WriteLine(FormattableString.Invariant(
                    $"| {prior} | {rows.Name} | {Share(a, o => o.Regret <= Margin):0.000} | {a.Length} | {Share(b, o => o.Regret <= Margin):0.000} | {b.Length} | {(double)(a.Length + b.Length) / runs:0.00} | {1 - ((double)decided.Count(o => o.Regret > Margin) / runs):0.000} | {(double)decided.Count(o => o.Regret > 0.05) / runs:0.000} | {Share(outcomes, o => o.Covered):0.000} |"));
            }
        }
    }

    private static IEnumerable<Rows> Designs() =>
    [
        Rows.Alone(50), Rows.Alone(100), Rows.Alone(200), Rows.Alone(500), Rows.Alone(2000),
        Rows.InGroups(200, new Random(1)), Rows.InGroups(500, new Random(1)), Rows.InGroupsOf(22, 30),
    ];

    private static (Verdict Verdict, double Regret, bool Covered) One(string prior, Rows rows, Random random)
    {
        double[] truth = prior == "mixed"
            ? [.. Typical.Select(p => Math.Clamp(p + (0.04 * Normal.Next(random)), 0.3, 0.99))]
            : [.. Typical.Select(_ => Math.Clamp(0.88 + (0.02 * Normal.Next(random)), 0.3, 0.99))];
        var (verdict, _) = new MadeUpLadder(truth, random).Decide(rows);
        var chosen = int.Parse(verdict.RecommendedTrial!["rung".Length..], System.Globalization.CultureInfo.InvariantCulture);
        return (verdict, truth.Max() - truth[chosen], verdict.Figure is { } figure && figure.Low <= truth[chosen] && truth[chosen] <= figure.High);
    }

    private static double Share<T>(IReadOnlyCollection<T> all, Func<T, bool> holds) => all.Count == 0 ? double.NaN : (double)all.Count(holds) / all.Count;
}
