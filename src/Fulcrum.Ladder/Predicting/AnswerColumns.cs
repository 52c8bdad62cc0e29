using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Predicting;

/// <summary>
/// The columns that answers are written in: <c>predicted</c>, <c>confidence</c>, and <c>p_LABEL</c> for each label. Where the file
/// has one of these already, all of them end in <c>_2</c>, or the first number with which none is taken: they stay together, and
/// what the file has keeps its name.
/// </summary>
public sealed class AnswerColumns
{
    private readonly PredictorManifest _manifest;

    /// <summary>The columns for the answers of an artifact beside those of a table.</summary>
    public AnswerColumns(PredictorManifest manifest, IReadOnlyList<TypedColumn> beside)
    {
        _manifest = manifest;
        Columns = Enumerable.Range(1, int.MaxValue).Select(Named).First(columns => !columns.Any(column => beside.Any(other => other.Name == column.Name)));
        if (Columns[0].Name != Names[0])
            Note = $"The file has columns of the same names: the new ones are called `{Columns[0].Name}`, `{Columns[1].Name}` and so on.";
    }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<TypedColumn> Columns { get; }

    /// <summary>What to say where the usual names were taken; else <see langword="null"/>.</summary>
    public string? Note { get; }

    private static readonly string[] Names = ["predicted", "confidence"];

    /// <summary>The values of a row in the order of the columns.</summary>
    public IReadOnlyList<object?> Values(RowAnswer answer)
    {
        var values = new object?[Columns.Count];
        values[0] = answer.Labels is { } labels ? _manifest.Task.ToLabels(labels, _manifest.Labels).Join(_manifest.LabelSeparator) : null;
        values[1] = answer.Confidence;
        for (var index = 0; index < answer.Probabilities.Count; index++) values[index + 2] = answer.Probabilities[index];
        return values;
    }

    private TypedColumn[] Named(int number)
    {
        var suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{number}");
        return
        [
            new TypedColumn(Names[0] + suffix), new TypedColumn(Names[1] + suffix, CellKind.Number),
            .. _manifest.Labels.Select(label => new TypedColumn($"p_{label}{suffix}", CellKind.Number)),
        ];
    }
}
