using System.Text.Json;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Predicting;
using Spectre.Console;

namespace Fulcrum.Cli.Predicting;

/// <summary>What is said of a prediction whose rows went elsewhere: how many of which label, and how good they are where that is known.</summary>
internal static class SummaryView
{
    public static void Show(Terminal terminal, AnswerTally tally, AnswerScore? score, string? output, IReadOnlyList<string> notes, bool json)
    {
        var metrics = score?.Measure();
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Output = output, tally.Rows, tally.WithoutText, tally.Unread, tally.Cut, tally.Labels, Notes = notes, Metrics = metrics,
                    UnknownLabels = score?.Unknown, score?.WithoutLabel,
                },
                LadderJson.File));
            return;
        }

        if (output is not null) terminal.Answers.WriteLine($"{output}: {Human.Count(tally.Rows)} {(tally.Rows == 1 ? "row" : "rows")}; {Counts(tally)}.");
        if (metrics is not null) Show(terminal, metrics);
        foreach (var note in notes) terminal.Say(note);
        if (score is not null && metrics is null) terminal.Say("No row has a text and a label that may be answered: nothing was measured.");
    }

    private static string Counts(AnswerTally tally) => string.Join(", ", tally.Labels.Where(label => label.Value > 0)
        .OrderByDescending(label => label.Value).Select(label => $"{label.Key} {Human.Count(label.Value)}").DefaultIfEmpty("none was answered"));

    private static void Show(Terminal terminal, ClassificationMetrics metrics)
    {
        terminal.Answers.WriteLine($"Accuracy {Human.Percent(metrics.Accuracy)}, macro-F1 {Human.Percent(metrics.MacroF1)} (95 % intervals) on {Human.Count(metrics.Count)} rows.");
        var table = new Table { Border = TableBorder.SimpleHeavy };
        foreach (var name in (string[])["label", "precision", "recall", "F1", "rows"])
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = name == "label" ? Justify.Left : Justify.Right });
        foreach (var label in metrics.PerLabel)
        {
            table.AddRow(
                new Text(label.Label), new Text(Human.Percent(label.Precision)), new Text(Human.Percent(label.Recall)), new Text(Human.Percent(label.F1)),
                new Text(Human.Count(label.Support)));
        }

        terminal.Answers.Write(table);
    }
}
