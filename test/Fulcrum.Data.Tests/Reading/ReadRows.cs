using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>Reads the rows of a file as they stand, before columns are chosen.</summary>
internal static class ReadRows
{
    public static async Task<IReadOnlyList<SourceRow>> Of(string path, ReadingContext? context = null)
    {
        context ??= new ReadingContext(new DataSource { Path = path }, Path.GetDirectoryName(path)!, progress: null);
        var rows = await DatasetReaders.ReadAsync(path, context, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        context.Errors.ThrowIfAny();
        return rows;
    }
}
