using System.Runtime.CompilerServices;
using System.Text;
using Parquet.Serialization;

namespace Fulcrum.Data.Reading;

/// <summary>Apache Parquet, flat columns.</summary>
internal sealed class ParquetFileReader : IDatasetReader
{
    public string Format => "Parquet (.parquet)";

    public bool Accepts(string path) => File.Exists(path) && path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    public async IAsyncEnumerable<SourceRow> ReadAsync(
        string path, ReadingContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        foreach (var (index, row) in (await RowsAsync(path, file, cancellationToken).ConfigureAwait(false)).Index())
            yield return new SourceRow(file, index + 1, Fields(row));
    }

    private static async Task<IEnumerable<Dictionary<string, object>>> RowsAsync(string path, string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return (await ParquetSerializer.DeserializeUntypedAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false)).Data;
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

    private static Dictionary<string, string> Fields(Dictionary<string, object> row) =>
        row.Where(cell => (object?)cell.Value is not null).ToDictionary(cell => cell.Key, cell => Text(cell.Value));

    private static string Text(object value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IFormattable formattable => formattable.ToString(null, Invariant),
        _ => value.ToString()!,
    };
}
