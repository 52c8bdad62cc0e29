using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fulcrum.Cli.Comparing;

/// <summary>The answer of <c>compare</c> on a terminal: the ladder as a table, under it what its trials note, and the verdict.</summary>
internal static class LadderView
{
    /// <summary>Columns that a narrow terminal goes without, the first to go first; the report has them all.</summary>
    private static readonly string[] Dispensable = ["trained", "p50", "macro-F1", "memory", "shifted", "time", "n"];

    private const char Recommended = '→';
    private const char NotJudged = '?';
    private const char LeftOut = '×';

    public static void Show(Terminal terminal, ComparisonReport report)
    {
        terminal.Answers.Write(Table(terminal.Answers, report));
        var width = terminal.Answers.Profile.Width;
        foreach (var line in Legend(report))
            terminal.Answers.Write(new Text(LineBreaks.Insert(line, width, "  ") + Environment.NewLine, new Style(decoration: Decoration.Dim)));
        NotesView.Show(terminal, report);
        terminal.Answers.Write(new Text(LineBreaks.Insert(report.Verdict.Recommendation, width) + Environment.NewLine, new Style(decoration: Decoration.Bold)));
        foreach (var reason in report.Verdict.Reasons)
            terminal.Answers.Write(new Text(LineBreaks.Insert(reason, width, "  ") + Environment.NewLine));
        if (RobustnessSentences.Alarm(report) is { } alarm)
            terminal.Answers.Write(new Text(LineBreaks.Insert(alarm, width, "  ") + Environment.NewLine));
        if (report.Verdict.Details.Count > 0)
            terminal.Answers.Write(new Text(LineBreaks.Insert("All comparisons and notes are in the report.", width, "  ") + Environment.NewLine, new Style(decoration: Decoration.Dim)));
    }

    /// <summary>What the marks before the rungs' names mean, of those that the table has.</summary>
    internal static IEnumerable<string> Legend(ComparisonReport report)
    {
        if (report.Verdict.RecommendedTrial is not null)
            yield return report.Verdict.Kind == VerdictKind.NotDecided ? $"{Recommended} best so far" : $"{Recommended} recommended";
        if (report.Verdict.NotJudged.Count > 0) yield return $"{NotJudged} not judged: compared with no other";
        if (report.Verdict.Vetoes.Count > 0) yield return $"{LeftOut} left out by a constraint";
    }

    /// <summary>The widest table that fits the console; no line of it is broken.</summary>
    internal static Table Table(IAnsiConsole console, ComparisonReport report)
    {
        Column[] columns = [.. Columns(report)];
        var table = Table(columns, report);
        foreach (var name in Dispensable)
        {
            if (((IRenderable)table).Measure(RenderOptions.Create(console), int.MaxValue).Max <= console.Profile.Width) break;
            columns = [.. columns.Where(column => column.Name != name)];
            table = Table(columns, report);
        }

        return table;
    }

    private static Table Table(Column[] columns, ComparisonReport report)
    {
        var table = new Table { Border = TableBorder.SimpleHeavy };
        if (report.Task.Synthetic) table.Caption("synthetic data");
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column.Name)) { NoWrap = true, Alignment = column.IsFigure ? Justify.Right : Justify.Left });
        foreach (var trial in report.Trials)
        {
            var mark = Mark(report, trial);
            var style = mark == Recommended ? new Style(Color.Green, decoration: Decoration.Bold) : mark == ' ' ? Style.Plain : new Style(decoration: Decoration.Dim);
            table.AddRow(columns.Select(column => trial.Test is not null || !column.IsFigure
                ? new Text(column.Cell(trial), column.IsMain || mark != Recommended ? style : Style.Plain)
                : new Text(column.IsMain ? WithoutTest(trial) : "", new Style(trial.WithoutTest == "failed" ? Color.Red : Color.Grey))));
        }

        return table;
    }

    /// <summary>Why there are no figures, and how it did on dev where it got so far.</summary>
    private static string WithoutTest(TrialReport trial) =>
        trial.Curve is [.., var last] ? $"{trial.WithoutTest}, dev {DisplayFormat.Percent(last.DevAccuracy.Value)}" : trial.WithoutTest;

    private static char Mark(ComparisonReport report, TrialReport trial) =>
        trial.Trial.Id == report.Verdict.RecommendedTrial ? Recommended
        : report.Verdict.NotJudged.Any(one => one.Trial == trial.Trial.Id) ? NotJudged
        : report.Verdict.Vetoes.Any(veto => veto.Trial == trial.Trial.Id) ? LeftOut
        : ' ';

    private static IEnumerable<Column> Columns(ComparisonReport report)
    {
        var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
        yield return new("rung", trial => $"{Mark(report, trial)} " + names.Rung(trial.Trial.Id)) { IsFigure = false, IsMain = true };
        if (report.Trials.Any(trial => trial.Trial.ModelName is not null))
            yield return new("model", trial => trial.Trial.ModelName ?? DisplayFormat.None) { IsFigure = false };
        yield return new($"{report.Task.Kind.AccuracyName} [95 %]", trial => DisplayFormat.Percent(trial.Test!.Accuracy)) { IsMain = true };
        yield return new("n", trial => DisplayFormat.Count(trial.Test!.Count));
        if (report.Trials.Any(trial => trial.Test?.MicroF1 is not null))
            yield return new("micro-F1", trial => trial.Test!.MicroF1 is { } micro ? DisplayFormat.Percent(micro.Value) : DisplayFormat.None);
        yield return new("macro-F1", trial => DisplayFormat.Percent(trial.Test!.MacroF1.Value));
        if (report.Trials.Any(trial => trial.Shift is not null))
            yield return new("shifted", trial => trial.Shift is { } shift ? DisplayFormat.Percent(shift.Accuracy.Value) : DisplayFormat.None);
        yield return new("per 1,000", trial => trial.Cost is { } cost ? DisplayFormat.Dollars(cost.PerThousand.Value) : DisplayFormat.None);
        yield return new("time", trial => DisplayFormat.Duration(trial.Result.WallSeconds));
        yield return new("memory", trial => DisplayFormat.Bytes(trial.Result.PeakMemoryBytes));
        yield return new("p50", trial => DisplayFormat.Milliseconds(trial.Test!.LatencyP50));
        yield return new("trained", trial => DisplayFormat.Compact(trial.Result.Outcome!.TrainedParameters));
    }

    /// <param name="Name">Its heading.</param>
    /// <param name="Cell">What it says of a trial; of a failed one only where it is no figure.</param>
    private sealed record Column(string Name, Func<TrialReport, string> Cell)
    {
        /// <summary>Whether it is measured, and stands to the right.</summary>
        public bool IsFigure { get; init; } = true;

        /// <summary>Whether it shows which trial is recommended.</summary>
        public bool IsMain { get; init; }
    }
}
