using Fulcrum.Data.Columns;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Ladder.Runs;

/// <summary>The data of a run as read and split.</summary>
/// <param name="Split">The split that all rungs share.</param>
/// <param name="Leakage">What was found across its parts.</param>
/// <param name="Notes">What was guessed or cleaned while reading, one sentence each.</param>
public sealed record RunData(DataSplit Split, LeakageReport Leakage, IReadOnlyList<string> Notes)
{
    /// <summary>Ids of rows of dev, test and shift that are near-duplicates of each other, see <see cref="NearDuplicateSets"/>; none in runs made before they were looked for.</summary>
    public IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; } = [];

    /// <summary>The columns that the texts were made of; <see langword="null"/> where the format itself says what the text is.</summary>
    public TextColumns? Columns { get; init; }

    /// <summary>What separates the labels of a row in one cell; <see langword="null"/> in classification.</summary>
    public string? LabelSeparator { get; init; }
}
