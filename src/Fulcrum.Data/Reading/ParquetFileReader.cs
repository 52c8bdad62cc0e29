using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data.Rows;
using Parquet;
using Parquet.Serialization;

namespace Fulcrum.Data.Reading;

/// <summary>Apache Parquet.</summary>
internal sealed class ParquetFileReader : IDatasetReader
{
    /// <summary><c>labels/list/element</c>: a list of values, not of structures.</summary>
    private const int PartsOfListPath = 3;

    public string Format => "Parquet (.parquet)";

    public bool Accepts(string path) => File.Exists(path) && path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    public async IAsyncEnumerable<SourceRow> ReadAsync(
        string path, ReadingContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        var fields = new JsonFields(context, file);
        var names = new FieldNames([]);
        var number = 0L;
        for (var group = 0; await RowsAsync(path, group, file, context.Labels.Several, cancellationToken).ConfigureAwait(false) is { } rows; group++)
            foreach (var row in rows) yield return new SourceRow(file, ++number, Fields.Of(Texts(row, fields, context.Kinds, number), ref names));
    }

    /// <summary>The rows of a row group, which is what a writer had in memory at once; <see langword="null"/> behind the last one.</summary>
    private static async Task<IEnumerable<Dictionary<string, object>>?> RowsAsync(
        string path, int group, string file, bool keepsEmptyLists, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            List<(string Column, int Row)> empty = [];
            await using (var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (group >= reader.RowGroupCount) return null;
                if (keepsEmptyLists) empty = await EmptyListsAsync(reader, group, cancellationToken).ConfigureAwait(false);
            }

            stream.Position = 0;
            var rows = (await ParquetSerializer.DeserializeUntypedAsync(stream, rowGroupIndex: group, cancellationToken: cancellationToken).ConfigureAwait(false)).Data;
            foreach (var (column, row) in empty) rows[row][column] = Array.Empty<object>();
            return rows;
        }
        // The library has no exception type of its own for damaged files: it fails with whatever its decoder meets.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InputException(
                new InputError($"The Parquet file cannot be read: {e.Message}")
                {
                    File = file,
                    Remedy = "Check that it is complete, or convert it to JSON lines.",
                },
                e);
        }
    }

    /// <summary>
    /// Where the lists of values stand that hold none: the deserializer leaves them out as it does missing ones. The definition level
    /// of such a row is the one right below that of the repeated group (Dremel, Melnik et al. 2010).
    /// </summary>
    private static async Task<List<(string Column, int Row)>> EmptyListsAsync(ParquetReader reader, int group, CancellationToken cancellationToken)
    {
        var found = new List<(string, int)>();
        using var rows = reader.OpenRowGroupReader(group);
        foreach (var field in reader.Schema.GetDataFields().Where(field => field.MaxRepetitionLevel == 1 && field.Path.Length == PartsOfListPath))
        {
            using var levels = await rows.ReadRawColumnDataBaseAsync(field, cancellationToken).ConfigureAwait(false);
            var ofEmpty = field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0) - 1;
            var row = -1;
            for (var value = 0; value < levels.RepetitionLevels.Length; value++)
            {
                if (levels.RepetitionLevels[value] == 0) row++;
                if (levels.DefinitionLevels[value] == ofEmpty) found.Add((field.Path.FirstPart!, row));
            }
        }

        return found;
    }

    private static Dictionary<string, string> Texts(Dictionary<string, object> row, JsonFields fields, CellKinds kinds, long number)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (column, value) in row)
        {
            if (value is string or byte[] or not IEnumerable)
            {
                if (Text(value) is not { } text) continue;
                texts[column] = text;
                kinds.Add(column, KindOf(value));
            }
            else
            {
                fields.Add(texts, column, JsonSerializer.SerializeToElement(Json(value)), number);
            }
        }

        return texts;
    }

    private static CellKind KindOf(object value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => CellKind.WholeNumber,
        float or double => CellKind.Number,
        bool => CellKind.Truth,
        _ => CellKind.Text,
    };

    /// <summary>Lists and structures as JSON, which is read as in a JSON file.</summary>
    private static JsonNode? Json(object? value) => value switch
    {
        IDictionary structure => new JsonObject(structure.Keys.Cast<object>().Select(key => KeyValuePair.Create(Text(key) ?? "", Json(structure[key])))),
        IEnumerable list and not string and not byte[] => new JsonArray([.. list.Cast<object?>().Select(Json)]),
        bool truth => truth,
        _ => Text(value),
    };

    /// <summary>The value as text; null and NaN, which data-frame libraries write for a missing value, are none.</summary>
    private static string? Text(object? value) => value switch
    {
        null or double.NaN or float.NaN => null,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IFormattable formattable => formattable.ToString(null, Invariant),
        _ => value.ToString()!,
    };
}
