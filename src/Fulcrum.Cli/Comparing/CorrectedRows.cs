using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Cli.Comparing;

/// <summary>The corrected labels that a verdict is to be made with.</summary>
internal static class CorrectedRows
{
    /// <summary>Those that the run keeps, and those of a file, which win.</summary>
    /// <param name="run">The run.</param>
    /// <param name="file">The file; <see langword="null"/>: none.</param>
    /// <param name="original">Whether those that the run keeps are forgotten.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InputException">The file cannot be used; carries every error found.</exception>
    public static LabelCorrections Read(RunFolder run, string? file, bool original, CancellationToken cancellationToken)
    {
        var kept = original ? LabelCorrections.None : run.ReadLabelCorrections();
        if (file is null) return kept;
        var data = run.ReadData();
        return kept.With(CorrectedLabels.Read(file, RulesOf(run.ReadTask(), data), IdsOf(data.Split), cancellationToken));
    }

    /// <summary>The labels of a run, and how several stand in one cell.</summary>
    public static LabelRules RulesOf(TaskDefinition task, RunData data) =>
        new(data.Split.Labels) { Several = !task.Kind.IsExclusive, Separator = data.LabelSeparator };

    private static HashSet<string> IdsOf(DataSplit split) => [.. Enum.GetValues<DatasetPart>().SelectMany(part => split[part]).Select(example => example.Id)];
}
