using Fulcrum.Ladder.Runs;
using Fulcrum.Web.Formatting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fulcrum.Cli.Comparing;

/// <summary>The answer of <c>compare</c> on a terminal: the ladder as a table, the verdict under it.</summary>
internal static class LadderView
{
    public static void Show(Terminal terminal, ComparisonReport report)
    {
        terminal.Answers.Write(Table(report));
        terminal.Answers.Write(new Text(report.Verdict.Recommendation + Environment.NewLine, new Style(decoration: Decoration.Bold)));
        foreach (var reason in report.Verdict.Reasons) terminal.Answers.Write(new Text($"  {reason}{Environment.NewLine}"));
    }

    private static Table Table(ComparisonReport report)
    {
        var hasShift = report.Trials.Any(trial => trial.Shift is not null);
        var hasModel = report.Trials.Any(trial => trial.Trial.ModelName is not null);
        var table = new Table { Border = TableBorder.SimpleHeavy };
        table.AddColumn("rung");
        if (hasModel) table.AddColumn("model");
        table.AddColumn(new TableColumn("accuracy [[95 %]]").RightAligned());
        table.AddColumn(new TableColumn("macro-F1").RightAligned());
        if (hasShift) table.AddColumn(new TableColumn("shifted").RightAligned());
        foreach (var name in new[] { "time", "memory", "p50", "trained" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var trial in report.Trials) table.AddRow(Row(trial, report, hasModel, hasShift));
        return table;
    }

    private static IEnumerable<IRenderable> Row(TrialReport trial, ComparisonReport report, bool hasModel, bool hasShift)
    {
        var recommended = trial.Trial.Id == report.Verdict.RecommendedTrial;
        var style = recommended ? new Style(Color.Green, decoration: Decoration.Bold) : Style.Plain;
        yield return new Text((recommended ? "→ " : "  ") + trial.Trial.Rung, style);
        if (hasModel) yield return new Text(trial.Trial.ModelName ?? Human.None);
        if (trial.Test is not { } test)
        {
            yield return new Text("failed", new Style(Color.Red));
            yield break;
        }

        yield return new Text(Human.Percent(test.Accuracy), style);
        yield return new Text(Human.Percent(test.MacroF1.Value));
        if (hasShift) yield return new Text(trial.Shift is { } shift ? Human.Percent(shift.Accuracy.Value) : Human.None);
        yield return new Text(Human.Duration(trial.Result.WallSeconds));
        yield return new Text(Human.Bytes(trial.Result.PeakMemoryBytes));
        yield return new Text(Human.Milliseconds(test.LatencyP50));
        yield return new Text(Human.Compact(trial.Result.Outcome!.TrainedParameters));
    }
}
