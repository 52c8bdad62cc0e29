using System.Text.Json;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.TaskKinds;
using Spectre.Console;

namespace Fulcrum.Cli.Predicting;

/// <summary>What is said of a prediction whose rows went elsewhere: how many of which label, and how good they are where that is known.</summary>
internal static class SummaryView
{
    public static void Show(Terminal terminal, PredictionSummary summary, TaskKind kind, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(summary, LadderJson.File));
            return;
        }

        if (summary.Output is { } output) terminal.Answers.WriteLine($"{output}: {DisplayFormat.Count(summary.Rows)} {(summary.Rows == 1 ? "row" : "rows")}; {Counts(summary)}.");
        if (summary.Metrics is { } metrics) Show(terminal, metrics, kind, summary.Groups);
        foreach (var note in summary.Notes) terminal.Say(note);
    }

    private static string Counts(PredictionSummary summary) => string.Join(", ", summary.Labels.Where(label => label.Value > 0)
        .OrderByDescending(label => label.Value).Select(label => $"{label.Key} {DisplayFormat.Count(label.Value)}").DefaultIfEmpty("none was answered"));

    private static void Show(Terminal terminal, TaskMetrics metrics, TaskKind kind, int? groups)
    {
        var micro = metrics.MicroF1 is { } microF1 ? $"micro-F1 {DisplayFormat.Percent(microF1)}, " : "";
        var pieces = groups is { } count ? $" in {DisplayFormat.Count(count)} {(count == 1 ? "group" : "groups")}" : "";
        terminal.Answers.WriteLine($"{DisplayFormat.Capital(kind.AccuracyName)} {DisplayFormat.Percent(metrics.Accuracy)}, {micro}macro-F1 {DisplayFormat.Percent(metrics.MacroF1)} (95 % intervals) on {DisplayFormat.Count(metrics.Count)} rows{pieces}.");
        var table = new Table { Border = TableBorder.SimpleHeavy };
        foreach (var name in (string[])["label", "precision", "recall", "F1", "rows"])
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = name == "label" ? Justify.Left : Justify.Right });
        foreach (var label in metrics.PerLabel)
        {
            table.AddRow(
                new Text(label.Label), new Text(DisplayFormat.Percent(label.Precision)), new Text(DisplayFormat.Percent(label.Recall)), new Text(DisplayFormat.Percent(label.F1)),
                new Text(DisplayFormat.Count(label.Support)));
        }

        terminal.Answers.Write(table);
    }
}
