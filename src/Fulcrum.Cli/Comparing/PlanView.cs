using System.Text.Json;
using Fulcrum.Ladder.Comparisons;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>The answer of <c>compare --plan</c>: the trials, nothing run.</summary>
internal static class PlanView
{
    public static void Show(Terminal terminal, Comparison setup, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(setup.Plan.Trials, LadderJson.File));
            return;
        }

        var table = new Table { Border = TableBorder.SimpleHeavy }.AddColumns("rung", "what it does", "model", "budget", "settings");
        foreach (var trial in setup.Plan.Trials)
        {
            table.AddRow(
                new Text(trial.Rung.Name),
                new Text(trial.Rung.Summary),
                new Text(trial.ModelName ?? DisplayFormat.None),
                new Text(trial.BudgetSeconds is { } seconds ? DisplayFormat.Duration(seconds) : DisplayFormat.None),
                new Text(trial.Settings.Count == 0 ? "defaults" : trial.Settings.ToJsonString()));
        }

        terminal.Answers.Write(table);
    }
}
