using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Predicting;
using Spectre.Console;

namespace Fulcrum.Cli.Predicting;

/// <summary>What a terminal is shown where no output is named: the first rows with their answers.</summary>
internal static class FirstRowsView
{
    /// <summary>How many rows are answered and shown.</summary>
    public const int Rows = 20;

    private const int LongestText = 1000;

    public static void Show(Terminal terminal, OpenedPredictor predictor, TextTable table, CancellationToken cancellationToken)
    {
        TextRow[] rows = [.. table.Read(cancellationToken).Take(Rows)];
        var shown = new Table { Border = TableBorder.SimpleHeavy };
        foreach (var name in (string[])["row", "text", "predicted", "confidence"])
            shown.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = name == "confidence" ? Justify.Right : Justify.Left });
        foreach (var (row, answer) in rows.Zip(predictor.Answer(rows, cancellationToken)))
        {
            shown.AddRow(
                new Text(row.Name),
                new Text(string.Join(' ', row.Text[..Math.Min(row.Text.Length, LongestText)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) { Overflow = Overflow.Ellipsis },
                new Text(answer.Label is { } label ? predictor.Labels[label] : Human.None),
                new Text(answer.Confidence is { } confidence ? Human.Percent(confidence) : Human.None));
        }

        terminal.Answers.Write(shown);
        if (table.Count > rows.Length) terminal.Say($"These are the first {rows.Length} of {Human.Count(table.Count)} rows. Answer all: -o answers.csv");
    }
}
