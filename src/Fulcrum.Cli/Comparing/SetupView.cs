using Fulcrum.Ladder.Comparisons;
using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;

namespace Fulcrum.Cli.Comparing;

/// <summary>Says what was read, guessed, split and found, before anything runs.</summary>
internal static class SetupView
{
    public static void Show(Terminal terminal, Comparison setup)
    {
        var (split, leakage, notes) = setup.Data;
        var parts = DatasetPartName.OfData.Where(part => split[part].Count > 0)
            .Select(part => $"{DisplayFormat.Count(split[part].Count)} {part.Name()}");
        terminal.Say($"{setup.Task.Name}{(setup.Task.Synthetic ? " (synthetic data)" : "")}: {split.Labels.Count} labels; {string.Join(", ", parts)} rows");
        foreach (var note in notes.Concat(split.Notes).Concat(setup.Plan.Notes))
            terminal.Say(terminal.IsInteractive ? LineBreaks.Insert(note, terminal.Progress.Profile.Width, "  ") : "  " + note);
        foreach (var overlap in leakage.Overlaps.Where(o => o.Exact + o.Normalized + o.Near > 0))
        {
            terminal.Say(
                $"  Leakage: {overlap.Exact} exact, {overlap.Normalized} normalized and {overlap.Near} near duplicates "
                + $"of {overlap.First.Name()} rows in {overlap.Second.Name()}.");
        }

        foreach (var word in leakage.LabelWords)
            terminal.Say($"  Leakage: `{word.Word}` in {word.Where} gives away {word.Label} ({DisplayFormat.Percent(word.Share)} of its rows). It is not shown to the rungs.");
    }
}
