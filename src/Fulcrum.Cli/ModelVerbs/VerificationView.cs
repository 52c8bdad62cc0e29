using System.Globalization;
using System.Text.Json.Nodes;
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
            terminal.Out.WriteLine(Json(report).ToJsonString(LadderJson.File));
            return;
        }

        foreach (var warning in report.Warnings) terminal.Say($"warning: {warning}");
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

    /// <summary>JSON has no infinity: the difference of an output that is no number is null.</summary>
    private static JsonObject Json(VerificationReport report) => new()
    {
        ["tolerance"] = report.Tolerance,
        ["passed"] = report.Passed,
        ["outputs"] = new JsonArray([.. report.Outputs.Select(output => new JsonObject
        {
            ["output"] = output.Output,
            ["difference"] = double.IsFinite(output.Difference) ? output.Difference : null,
            ["passed"] = output.Difference <= report.Tolerance,
        })]),
        ["not_compared"] = new JsonArray([.. report.NotCompared.Select(name => JsonValue.Create(name))]),
        ["warnings"] = new JsonArray([.. report.Warnings.Select(warning => JsonValue.Create(warning))]),
    };

    private static string Number(double value) => value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
