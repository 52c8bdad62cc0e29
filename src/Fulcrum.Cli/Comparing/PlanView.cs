using System.Text.Json;
using Fulcrum.Ladder.Comparisons;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Trials;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>What will race and how long that may take, before anything runs: the answer of <c>compare --plan</c>, and said where a run begins.</summary>
internal static class PlanView
{
    // Below that nobody plans.
    private const double ShortSeconds = 10;

    /// <summary>Prints the plan as an answer; as JSON the whole trials of the arms.</summary>
    public static void Show(Terminal terminal, Comparison setup, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(setup.Plan.Trials, LadderJson.File));
            return;
        }

        var table = new Table { Border = TableBorder.SimpleHeavy }.AddColumns("rung", "what it does", "model", "first pilot", "whole, at most", "settings");
        foreach (var arm in setup.Arms)
        {
            var trial = arm.Whole;
            table.AddRow(
                new Text(trial.Rung.Name),
                new Text(trial.Rung.Summary),
                new Text(trial.ModelName ?? DisplayFormat.None),
                new Text(arm.Estimate.PilotSeconds is { } seconds ? $"about {DisplayFormat.Duration(seconds)}" : DisplayFormat.None),
                new Text(Band(arm.Estimate)),
                new Text(trial.Settings.Count == 0 ? "defaults" : trial.Settings.ToJsonString()));
        }

        terminal.Answers.Write(table);
        foreach (var note in setup.BudgetNotes) terminal.Answers.Write(new Text(note + Environment.NewLine));
    }

    /// <summary>Says in a line per arm what is going to take time; asks nothing.</summary>
    public static void Announce(Terminal terminal, Comparison setup)
    {
        var names = new TrialNames(setup.Plan.Trials);
        foreach (var arm in setup.Arms.Where(arm => arm.Estimate.AllSettingsSeconds >= ShortSeconds))
        {
            var pilot = arm.Estimate is { PilotRows: { } rows, PilotSeconds: { } seconds }
                ? $"first a pilot on {DisplayFormat.Count(rows)} rows, about {DisplayFormat.Duration(seconds)}; "
                : "";
            terminal.Say($"  Plan: {names[arm.Whole.Id]}: {pilot}whole {Band(arm.Estimate)}, a guess until it has begun.");
        }

        foreach (var note in setup.BudgetNotes) terminal.Say("  " + note);
    }

    private static string Band(ArmEstimate estimate) => estimate.AllSettingsSeconds < 1
        ? "about a second"
        : $"{DisplayFormat.Duration(estimate.AllSettingsSeconds / estimate.Factor)} to {DisplayFormat.Duration(estimate.AllSettingsSeconds * estimate.Factor)}";
}
