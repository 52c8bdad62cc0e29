using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How often equal rungs are said to differ, and how often the interval of the best of them holds.</summary>
internal static class FalseClaimStudy
{
    private static readonly Bar Claims = Bar.AtMost(0.055);
    private static readonly Bar Holds = Bar.AtLeast(0.93);
    private static readonly Bar SkewedClaims = Bar.AtMost(0.07);

    /// <summary>Writes two tables: equal rungs, and two rungs whose leads are skewed.</summary>
    public static void Run(StudyDocument document, int runs)
    {
        document.Section("False claims");
        document.Paragraph(
            $"Rungs that are equally good, {runs:N0} draws each: in how many any pair is said to differ (adjusted p < .05), and in how many the "
            + "interval of the recommended or leading one holds the truth.");
        document.Head("rungs", "accuracy", "rows", $"false claims {Claims}", $"winner's interval holds {Holds}");
        foreach (var (rungs, accuracy, rows) in Designs())
        {
            var outcomes = Simulation.Run(runs, random =>
            {
                var verdict = MadeUpRun.Decide(rows, [.. Enumerable.Repeat(accuracy, rungs)], random);
                return (Claim: Claimed(verdict), Covered: verdict.Figure is { } f && f.Low <= accuracy && accuracy <= f.High);
            });
            document.Row($"{rungs}", $"{accuracy}", rows.Name, document.Share(outcomes, o => o.Claim, Claims), document.Share(outcomes, o => o.Covered, Holds));
        }

        document.Line();
        Skewed(document, runs);
    }

    private static bool Claimed(Verdict verdict) => verdict.Pairs.Any(pair => pair.AdjustedPValue < VerdictMaker.Alpha);

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

    private static void Skewed(StudyDocument document, int runs)
    {
        const int Size = 10;
        document.Paragraph(
            "A skewed null: of two rungs that are equally good in the long run, one leads by one row in 90 % of the groups of ten and "
            + "trails by nine rows in the others. "
            + "With G groups all show the same small lead in .9^G of the draws: .122 of 20, .015 of 40. Such a draw cannot be told from "
            + "one of a rung that leads in every group. "
            + "So a rule of at most .07 may claim in at most .07/.122 = 58 % of them, and sees a constant lead of ten points in every "
            + "one of 20 groups no more often than that. "
            + "The t test over groups, and every test that turns leads round (a sign flip gives p = 2/2^20), claims in all of them, so that "
            + "with 20 groups .122 is reached at best. The last column takes these draws out.");
        document.Head("groups", $"false claims {SkewedClaims}", ".9^G", "false claims in other draws");
        foreach (var groups in new[] { 20, 30, 40, 60, 100 })
        {
            var rows = Rows.InGroupsOf(Size, groups);
            var outcomes = Simulation.Run(runs, random =>
            {
                var (one, other, lost) = (new double[rows.Count], new double[rows.Count], 0);
                for (var group = 0; group < groups; group++)
                {
                    var leads = random.NextDouble() < 0.9;
                    if (!leads) lost++;
                    for (var row = 0; row < Size; row++)
                    {
                        var differ = leads ? row == 0 : row != 0;
                        var both = random.NextDouble() < 0.85 ? 1.0 : 0;
                        one[(group * Size) + row] = differ ? (leads ? 1 : 0) : both;
                        other[(group * Size) + row] = differ ? (leads ? 0 : 1) : both;
                    }
                }

                return (Claim: Claimed(MadeUpRun.Decide(rows, [new MadeUpArm("one", one, 0), new MadeUpArm("other", other, 1)])), Lost: lost);
            });
            document.Row(
                $"{groups}",
                document.Share(outcomes, o => o.Claim, SkewedClaims),
                document.Figure(Math.Pow(0.9, groups)),
                document.Figure((double)outcomes.Count(o => o.Claim && o.Lost > 0) / runs));
        }

        document.Line();
    }
}
