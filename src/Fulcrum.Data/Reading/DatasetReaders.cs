using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Reading.Delimited;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>The formats there are.</summary>
internal static class DatasetReaders
{
    private static readonly IDatasetReader[] All =
        [new JsonLinesReader(), new DelimitedReader(), new ParquetFileReader(), new WorkbookReader(), new MboxReader(), new LabelFolderReader()];

    public static bool Knows(string path) => All.Any(reader => reader.Accepts(path));

    /// <summary>Whether a path is a folder with texts or mails, labeled or not.</summary>
    private static bool HasTexts(string path) => Directory.Exists(path) && LabelFolder.HasFiles(path, needsLabels: false);

    /// <summary>Reads a file or folder with the reader of its format, row by row.</summary>
    /// <exception cref="InputException">There is no such file, or no reader for it.</exception>
    public static IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var name = context.NameOf(path);
        if (!Path.Exists(path)) throw new InputException(MissingPath.Error(path, name));

        if (File.Exists(path) && RegularFile.IsEmpty(path))
        {
            throw new InputException(new InputError("There is no row: the file is empty, or no regular file.")
            {
                File = name, Remedy = "Write the data to a file: pipes, sockets and devices are not read.",
            });
        }

        var kind = File.Exists(path) ? TextFile.KindOf(path, context) : null;
        var isWorkbook = kind == FileKind.Workbook || (kind == FileKind.Zip && FileName.HasExtension(path, ".xlsx"));
        if (kind is not null && kind != FileKind.Gzip && kind != FileKind.Parquet && !isWorkbook) throw new InputException(kind.Error(name));
        var reader = All.FirstOrDefault(r => kind == FileKind.Parquet ? r is ParquetFileReader : isWorkbook ? r is WorkbookReader : r.Accepts(path) || (r is LabelFolderReader && !context.NeedsLabels && HasTexts(path))) ?? throw new InputException(
            new InputError(Directory.Exists(path) ? "No data was found in this folder." : "This kind of file is not known.")
            {
                File = name,
                Remedy = $"Give one of: {string.Join(", ", All.Select(r => r.Format))}.",
            });
        context.Report($"reading {name}");
        return reader.ReadAsync(path, context, cancellationToken);
    }
}
