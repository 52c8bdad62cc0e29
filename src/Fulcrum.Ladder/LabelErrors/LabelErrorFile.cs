using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Data.Writing;

namespace Fulcrum.Ladder.LabelErrors;

/// <summary>
/// The file <c>label-errors.csv</c> of a run: rows in doubt, with an empty column to write the right label into. What somebody has
/// written into it is not lost: it is written anew only once that is in effect.
/// </summary>
public static class LabelErrorFile
{
    private static readonly TypedColumn[] Columns =
        [.. new[] { CorrectedLabels.IdColumn, "part", "text", "label", "suggested", CorrectedLabels.CorrectedColumn }.Select(name => new TypedColumn(name, CellKind.Text))];

    /// <summary>Writes the file, in the place of an older one; where no row is in doubt there is none afterwards.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errors">The rows in doubt.</param>
    /// <param name="rules">The labels of the task.</param>
    /// <param name="original">The data as it was given.</param>
    /// <param name="inEffect">The corrections that are in effect.</param>
    /// <returns>Whether it was written; <see langword="false"/> where it holds corrections that are not in effect, or was made unreadable.</returns>
    /// <exception cref="IOException">It could not be written; an older one stands as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static bool Write(string path, IReadOnlyList<LabelError> errors, LabelRules rules, DataSplit original, IReadOnlyDictionary<string, LabelSet> inEffect)
    {
        if (File.Exists(path) && HoldsMore(path, rules, original, inEffect)) return false;
        if (errors.Count == 0)
        {
            File.Delete(path);
            return true;
        }

        AtomicFile.Write(path, stream =>
        {
            using var writer = RowFormat.Csv.Open(stream, [], Columns);
            foreach (var error in errors)
            {
                writer.Write(
                    new TextRow(error.Example.Id, error.Example.Text, []) { File = path },
                    [error.Example.Id, error.Part.Name(), error.Example.Text, error.Example.Labels.Only, error.Suggested, null]);
            }

            writer.Finish();
        });
        return true;
    }

    private static bool HoldsMore(string path, LabelRules rules, DataSplit original, IReadOnlyDictionary<string, LabelSet> inEffect)
    {
        try
        {
            var ids = Enum.GetValues<DatasetPart>().SelectMany(part => original[part]).Select(example => example.Id).ToHashSet();
            return CorrectedLabels.Read(path, rules, ids, CancellationToken.None).Any(row => inEffect.GetValueOrDefault(row.Key) != row.Value);
        }
        catch (InputException)
        {
            // Somebody is at work on it.
            return true;
        }
    }
}
