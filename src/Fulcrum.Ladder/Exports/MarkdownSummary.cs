using System.Text;
using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Exports;

/// <summary>A run as GitHub-flavored Markdown, fit for a comment on a pull request: headline, reasons, gate and ladder.</summary>
public static class MarkdownSummary
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="report">The run.</param>
    /// <param name="gate">What became of its gate; <see langword="null"/> where it had none.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, ComparisonReport report, GateResult? gate) => AtomicFile.WriteText(path, Render(report, gate));

    /// <summary>The text, lines ended by <c>\n</c>.</summary>
    internal static string Render(ComparisonReport report, GateResult? gate)
    {
        var text = new StringBuilder();
        Line($"### Fulcrum: {Escape(report.Task.Name)}{(report.Task.Synthetic ? " (synthetic data)" : "")}");
        Line();
        Line($"**{Escape(report.Verdict.Recommendation)}**");
        Line();
        string?[] sentences = [.. report.Verdict.Reasons, .. report.Verdict.GradeReasons, RobustnessSentences.Alarm(report)];
        foreach (var sentence in sentences.OfType<string>().Distinct()) Line($"- {Escape(sentence)}");
        if (sentences.Length > 1) Line();
        if (gate is not null)
        {
            Line(Escape(gate.Summary));
            Line();
            Table([("", "---"), ("condition", "---"), ("value", "---")], gate.Outcomes.Select(outcome => new[] { outcome.Passed ? "passed" : "**failed**", Code(outcome.Condition), Escape(outcome.Value) }));
            Line();
        }

        Ladder();
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');

        void Table((string Name, string Alignment)[] columns, IEnumerable<string[]> rows)
        {
            Line($"| {string.Join(" | ", columns.Select(column => column.Name))} |");
            Line($"| {string.Join(" | ", columns.Select(column => column.Alignment))} |");
            foreach (var row in rows) Line($"| {string.Join(" | ", row)} |");
        }

        void Ladder()
        {
            var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
            Column[] columns =
            [
                new("rung", trial => Mark(trial, Escape(names[trial.Trial.Id]))) { IsFigure = false },
                new($"{report.Task.Kind.AccuracyName} [95 %]", trial => DisplayFormat.Percent(trial.Test!.Accuracy)),
                new("macro-F1", trial => DisplayFormat.Percent(trial.Test!.MacroF1.Value)),
                .. report.Trials.Any(trial => trial.Shift is not null) ? [new Column("shifted", trial => trial.Shift is { } shift ? DisplayFormat.Percent(shift.Accuracy.Value) : DisplayFormat.None)] : Array.Empty<Column>(),
                new("rows", trial => DisplayFormat.Count(trial.Test!.Count)),
                new("p95", trial => DisplayFormat.Milliseconds(trial.Test!.LatencyP95)),
                new("memory", trial => DisplayFormat.Bytes(trial.Result.PeakMemoryBytes)),
                new("US$ per 1,000", trial => trial.Cost is { } cost ? DisplayFormat.Number(cost.PerThousand.Value) : DisplayFormat.None),
                new("time", trial => DisplayFormat.Duration(trial.Result.WallSeconds)),
            ];
            Table(
                [.. columns.Select(column => (column.Name, column.IsFigure ? "---:" : "---"))],
                report.Trials.Select(trial => columns.Select((column, place) => trial.Test is not null || !column.IsFigure ? column.Cell(trial) : place == 1 ? "failed" : "").ToArray()));
        }

        string Mark(TrialReport trial, string name) => trial.Trial.Id == report.Verdict.RecommendedTrial ? $"**{name}**" : name;
    }

    /// <summary>The text with what Markdown or HTML would read anything into escaped; code spans stay as they are, and nobody is called by name.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var isCode = false;
        // A code span that is not closed would reach into what follows.
        var line = OneLine(text);
        if (line.Count(character => character == '`') % 2 != 0) line = line.Replace('`', '\'');
        foreach (var character in line)
        {
            if (character == '`') isCode = !isCode;
            escaped.Append(character switch
            {
                '|' => "\\|",
                '<' when !isCode => "&lt;",
                '&' when !isCode => "&amp;",
                '@' when !isCode => "&#64;",
                '\\' or '*' or '_' or '~' or '[' or ']' when !isCode => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? Escape(text.Replace('`', '\'')) : $"`{OneLine(text).Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    /// <param name="Name">Its heading.</param>
    /// <param name="Cell">What it says of a trial; of a failed one only where it is no figure.</param>
    private sealed record Column(string Name, Func<TrialReport, string> Cell)
    {
        public bool IsFigure { get; init; } = true;
    }
}
