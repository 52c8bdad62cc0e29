using System.Globalization;
using Fulcrum.Ladder.Diffs;
using Fulcrum.Ladder.Formatting;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>The answer of <c>compare diff</c>: a table of the rungs, the rows that changed, and both verdicts.</summary>
internal static class DiffView
{
    private const int LongestText = 60;

    public static void Show(Terminal terminal, RunDiff diff)
    {
        var width = terminal.Answers.Profile.Width;
        Write(diff.IsSameData
            ? $"Both runs have the same data: {Rows(diff.Rows)} of test."
            : $"The data of the runs differs: compared are the {Rows(diff.Rows)} of test with the same id, text and label in both, of {DisplayFormat.Count(diff.Before.TestRows)} before and {DisplayFormat.Count(diff.After.TestRows)} after.");
        terminal.Answers.Write(Table(diff));
        Write("Differences are paired, with the 95 % interval of each rung alone; p is adjusted for all rungs (Holm).", "  ");
        foreach (var rung in diff.Rungs)
        {
            foreach (var (name, count, rows) in new[] { ("fixed", rung.Fixed, rung.FixedRows), ("broken", rung.Broken, rung.BrokenRows) })
            {
                if (count == 0) continue;
                Write($"{Name(rung)}, {name}: {(count > rows.Count ? $"{rows.Count} of {DisplayFormat.Count(count)}" : DisplayFormat.Count(count))}");
                foreach (var row in rows) Write($"{row.Id}: {row.Before?.ToString() ?? DisplayFormat.None} → {row.After?.ToString() ?? DisplayFormat.None}, true is {row.Label}: {Short(row.Text)}", "  ");
            }
        }

        if (diff.OnlyBefore.Count > 0) Write($"Only before: {string.Join(", ", diff.OnlyBefore)}.");
        if (diff.OnlyAfter.Count > 0) Write($"Only after: {string.Join(", ", diff.OnlyAfter)}.");
        Write($"Before: {diff.Before.Recommendation}");
        Write($"After: {diff.After.Recommendation}");

        void Write(string text, string indent = "") => terminal.Answers.Write(new Text(LineBreaks.Insert(text, width, indent) + Environment.NewLine));
    }

    private static Table Table(RunDiff diff)
    {
        var table = new Table { Border = TableBorder.SimpleHeavy };
        foreach (var (name, isFigure) in new[] { ("rung", false), ("rows", true), ("before", true), ("after", true), ("points [95 %]", true), ("p", true), ("fixed", true), ("broken", true), ("p50", true), ("cost", true) })
            table.AddColumn(new TableColumn(Markup.Escape(name)) { NoWrap = true, Alignment = isFigure ? Justify.Right : Justify.Left });
        foreach (var rung in diff.Rungs)
        {
            var style = rung.AdjustedPValue >= 0.05 ? Style.Plain : new Style(rung.Difference.Value > 0 ? Color.Green : Color.Red);
            table.AddRow(
                new Text(Name(rung)),
                new Text(DisplayFormat.Count(rung.Rows)),
                new Text(DisplayFormat.Percent(rung.Before)),
                new Text(DisplayFormat.Percent(rung.After)),
                new Text(DisplayFormat.Points(rung.Difference), style),
                new Text(DisplayFormat.PValue(rung.AdjustedPValue)),
                new Text(DisplayFormat.Count(rung.Fixed)),
                new Text(DisplayFormat.Count(rung.Broken)),
                new Text(Ratio(rung.LatencyRatio)),
                new Text(Ratio(rung.CostRatio)));
        }

        return table;
    }

    private static string Name(RungDiff rung) => (rung.ModelBefore, rung.ModelAfter) switch
    {
        (null, null) => rung.Rung,
        var (before, after) when before == after => $"{rung.Rung} · {before}",
        var (before, after) => $"{rung.Rung} · {before ?? DisplayFormat.None} → {after ?? DisplayFormat.None}",
    };

    private static string Ratio(double? ratio) => ratio is { } known ? "×" + known.ToString(known < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) : DisplayFormat.None;

    private static string Rows(int count) => $"{DisplayFormat.Count(count)} {(count == 1 ? "row" : "rows")}";

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
