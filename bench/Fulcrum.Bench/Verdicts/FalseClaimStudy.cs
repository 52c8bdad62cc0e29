using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How often equal rungs are said to differ, and how often the interval of the best of them holds.</summary>
internal static class FalseClaimStudy
{
    /// <summary>Prints the table.</summary>
    public static void Run(int runs)
    {
        Console.WriteLine("| rungs | accuracy | rows | false claims | winner's interval holds |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (rungs, accuracy, rows) in Designs())
        {
            var outcomes = Simulation.Run(runs, random =>
            {
                var (verdict, _) = new MadeUpLadder([.. Enumerable.Repeat(accuracy, rungs)], random).Decide(rows);
                return (Claim: verdict.Pairs.Any(pair => pair.AdjustedPValue < VerdictMaker.Alpha), Covered: verdict.Figure is { } f && f.Low <= accuracy && accuracy <= f.High);
            });
            Console.WriteLine(FormattableString.Invariant(
                $"| {rungs} | {accuracy} | {rows.Name} | {(double)outcomes.Count(o => o.Claim) / runs:0.000} | {(double)outcomes.Count(o => o.Covered) / runs:0.000} |"));
        }
    }

    private static IEnumerable<(int Rungs, double Accuracy, Rows Rows)> Designs()
    {
        foreach (var rungs in new[] { 2, 4, 8 })
        {
            foreach (var rows in new[] { Rows.Alone(100), Rows.Alone(500), Rows.InGroups(300, new Random(1)), Rows.InGroupsOf(22, 30) })
                yield return (rungs, 0.85, rows);
        }

        yield return (8, 0.95, Rows.Alone(200));
        yield return (8, 0.6, Rows.Alone(50));
    }
}
