using Fulcrum.Ladder.Gates;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>What became of a gate: a line in all and a line per condition.</summary>
internal static class GateView
{
    /// <summary>Shows it under the ladder; beside JSON on standard output it is said on standard error.</summary>
    public static void Show(Terminal terminal, GateResult gate, bool json)
    {
        if (json)
        {
            foreach (var line in Lines(gate)) terminal.Say(line);
            return;
        }

        var width = terminal.Answers.Profile.Width;
        foreach (var (place, line) in Lines(gate).Index())
        {
            var color = place == 0 ? gate.Passed : gate.Outcomes[place - 1].Passed;
            var text = place == 0 ? LineBreaks.Insert(line, width) : LineBreaks.Insert(line.TrimStart(), width, "  ");
            terminal.Answers.Write(new Text(text + Environment.NewLine, new Style(color ? Color.Green : Color.Red)));
        }
    }

    private static IEnumerable<string> Lines(GateResult gate) => gate.Outcomes.Select(outcome => $"  {outcome}").Prepend(gate.Summary);
}
