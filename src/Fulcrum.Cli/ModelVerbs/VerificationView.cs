using System.Globalization;
using System.Text.Json;
using Fulcrum.Ladder.Files;
using Spectre.Console;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>Shows the answer of <c>fulcrum models verify</c>.</summary>
internal static class VerificationView
{
    public static void Show(Terminal terminal, VerificationReport report, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(report, LadderJson.File));
            return;
        }

        var table = new Table { Border = TableBorder.SimpleHeavy };
        table.AddColumn("output");
        table.AddColumn(new TableColumn("largest difference").RightAligned());
        foreach (var output in report.Outputs)
        {
            var style = output.Difference <= report.Tolerance ? Style.Plain : new Style(Color.Red);
            table.AddRow(new Text(output.Output, style), new Text(Number(output.Difference), style));
        }

        terminal.Answers.Write(table);
        var tolerance = Number(report.Tolerance);
        terminal.Answers.WriteLine(report.Passed ? $"Equal to the reference within {tolerance}." : $"Not equal to the reference: a difference is above {tolerance}.");
        if (report.NotCompared.Count > 0) terminal.Say($"Not compared: {string.Join(", ", report.NotCompared)}.");
    }

    private static string Number(double value) => value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
