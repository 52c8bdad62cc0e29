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

    private static readonly string[] Names = ["row", "text", "predicted", "confidence"];
    private const int ShortestText = 20;

    /// <returns>The rows among these that the model cannot read.</returns>
    public static UnreadableRows Show(Terminal terminal, OpenedPredictor predictor, TextTable table, CancellationToken cancellationToken)
    {
        TextRow[] rows = [.. table.Read(cancellationToken).Take(Rows)];
        (TextRow First, RowAnswer Second)[] answered = [.. rows.Zip(predictor.Answer(rows, cancellationToken))];
        (string Row, string Label, string Confidence)[] cells =
        [
            .. answered.Select(pair => (
                pair.First.Name,
                predictor.LabelsOf(pair.Second)?.ToString() ?? DisplayFormat.None,
                pair.Second.Confidence is { } confidence ? DisplayFormat.Percent(confidence) : DisplayFormat.None)),
        ];
        var shown = new Table { Border = TableBorder.SimpleHeavy };
        foreach (var name in Names)
            shown.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = name == Names[^1] ? Justify.Right : Justify.Left });
        // Blanks on either side of each cell, and what stands between cells and around them.
        var room = terminal.Answers.Profile.Width - Names[^1].Length - Longest(Names[0], cells.Select(cell => cell.Row)) - Longest(Names[2], cells.Select(cell => cell.Label)) - 4 * Names.Length;
        foreach (var (row, (name, label, confidence)) in rows.Zip(cells))
            shown.AddRow(new Text(name), new Text(Shorten(row.Text, Math.Max(ShortestText, room))), new Text(label), new Text(confidence));
        terminal.Answers.Write(shown);
        if (table.Count > rows.Length) terminal.Say($"These are the first {rows.Length} of {DisplayFormat.Count(table.Count)} rows. Answer all: -o answers.csv");
        var unreadable = new UnreadableRows();
        foreach (var (row, answer) in answered) unreadable.Add(row, answer);
        return unreadable;
    }

    private static int Longest(string name, IEnumerable<string> cells) => cells.Append(name).Max(cell => cell.Length);

    private static string Shorten(string text, int length)
    {
        var line = string.Join(' ', text[..Math.Min(text.Length, 2 * length)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= length ? line : line[..(length - 1)] + "…";
    }
}
