using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How often the 95 % interval of accuracy holds the truth, on independent rows and on rows in groups.</summary>
internal static class AccuracyCoverage
{
    private const int LargestGroup = 10;
    private const int SameSize = 22;

    private static readonly double[] Alone = [0.6, 0.8, 0.95];
    private static readonly double[] Together = [0.6, 0.8, 0.9, 0.95];

    private enum Groups
    {
        None,
        OneToTen,
        TwentyTwo,
    }

    private static readonly Bar OfIndependent = new(0.93, 0.98);
    private static readonly Bar OfFew = Bar.AtLeast(0.935);
    private static readonly Bar OfMany = new(0.935, 0.98);

    /// <summary>Writes a table.</summary>
    public static void Run(StudyDocument document, int draws)
    {
        document.Section("Coverage of accuracy");
        document.Paragraph(
            "How often the 95 % interval of accuracy holds the truth; in brackets the mean width in points, and after a slash that of "
            + "an interval that takes the rows for independent, with its coverage. "
            + $"{draws:N0} draws a cell; scores of two rungs correlate (copula, ½). Bars: independent rows {OfIndependent}; groups {OfFew}, "
            + $"from 200 rows up {OfMany}.");
        document.Head(["rows", "ICC", .. Alone.Select(p => $"one rung, {p:0.00}"), .. Together.Select(p => $"of four, {p:0.00}")]);
        foreach (var (groups, rows) in Designs())
        {
            foreach (var correlation in groups == Groups.None ? [0.0] : new[] { 0, 0.15, 0.3, 0.6 })
            {
                var cells = Alone.Select(p => new[] { p }).Append(Together).SelectMany(rungs => Measure(groups, rows, CopulaErrors.OfScores(rungs, correlation), draws));
                var bar = groups == Groups.None ? OfIndependent : rows < 200 ? OfFew : OfMany;
                document.Row([Name(groups, rows), $"{correlation:0.00}", .. cells.Select(cell => document.Figure(cell.Coverage, bar, remark: cell.Remark))]);
            }
        }

        document.Line();
    }

    private static IEnumerable<(Groups Groups, int Rows)> Designs()
    {
        foreach (var rows in new[] { 50, 100, 200, 500 }) yield return (Groups.None, rows);
        foreach (var rows in new[] { 50, 100, 200, 500 }) yield return (Groups.OneToTen, rows);
        foreach (var rows in new[] { 220, 440, 660 }) yield return (Groups.TwentyTwo, rows);
    }

    private static Cell[] Measure(Groups groups, int rows, CopulaErrors rungs, int count)
    {
        var draws = new (Interval Grouped, Interval Plain)[count][];
        Parallel.For(0, count, draw => draws[draw] = Draw(groups, rows, rungs, new Random(draw)));
        return
        [
            .. rungs.Accuracies.Select((truth, rung) => new Cell(
                draws.Average(draw => Holds(draw[rung].Grouped, truth)),
                100 * draws.Average(draw => draw[rung].Grouped.High - draw[rung].Grouped.Low),
                draws.Average(draw => Holds(draw[rung].Plain, truth)),
                100 * draws.Average(draw => draw[rung].Plain.High - draw[rung].Plain.Low))),
        ];

        static double Holds(Interval interval, double truth) => interval.Low <= truth && truth <= interval.High ? 1 : 0;
    }

    private static (Interval Grouped, Interval Plain)[] Draw(Groups groups, int rows, CopulaErrors rungs, Random random)
    {
        var clusters = Clusters(groups, rows, random);
        var scores = rungs.Draw(clusters, random);
        var effect = DesignEffect.Of(scores.Select(of => (of, clusters)));
        return
        [
            .. scores.Select(of => (
                WilsonInterval.Compute(of.Average(), EffectiveSize.Compute(of, clusters, effect)), WilsonInterval.Compute(of.Average(), rows))),
        ];
    }

    private static int[] Clusters(Groups groups, int rows, Random random)
    {
        var clusters = new int[rows];
        for (var (row, cluster) = (0, 0); row < rows; cluster++)
        {
            var size = groups switch { Groups.None => 1, Groups.OneToTen => random.Next(1, LargestGroup + 1), _ => SameSize };
            for (var end = Math.Min(rows, row + size); row < end; row++) clusters[row] = cluster;
        }

        return clusters;
    }

    private static string Name(Groups groups, int rows) => groups switch
    {
        Groups.None => $"{rows} independent",
        Groups.OneToTen => $"{rows} in groups of 1 to {LargestGroup}",
        _ => $"{rows} in {rows / SameSize} groups of {SameSize}",
    };

    private readonly record struct Cell(double Coverage, double Width, double PlainCoverage, double PlainWidth)
    {
        public string Remark => $" ({Width:0.0}{(PlainWidth == Width ? "" : $" / {PlainWidth:0.0}, {PlainCoverage:0.000}")})";
    }
}
