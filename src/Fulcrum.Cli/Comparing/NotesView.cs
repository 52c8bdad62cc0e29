using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Trials;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>What the trials have to say of their figures, under the ladder: each note once, behind the trials that say it.</summary>
internal static class NotesView
{
    // More would push the ladder out of sight before the verdict is read.
    private const int Most = 8;

    public static void Show(Terminal terminal, ComparisonReport report)
    {
        var width = terminal.Answers.Profile.Width;
        string[] lines = [.. Lines(report)];
        foreach (var line in lines.Length <= Most ? lines : [.. lines.Take(Most - 1), $"{lines.Length - Most + 1} more notes are in the report."])
            terminal.Answers.Write(new Text(LineBreaks.Insert(line, width, "  ") + Environment.NewLine, new Style(decoration: Decoration.Dim)));
    }

    /// <summary>One line for each note, in the order of the ladder.</summary>
    internal static IEnumerable<string> Lines(ComparisonReport report)
    {
        var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
        return report.Trials
            .SelectMany(trial => (trial.Result.Outcome?.Notes ?? []).Select(note => (Trial: names[trial.Trial.Id], Note: note)))
            .GroupBy(said => said.Note)
            .Select(group => $"{string.Join(", ", group.Select(said => said.Trial).Distinct())}: {group.Key}");
    }
}
