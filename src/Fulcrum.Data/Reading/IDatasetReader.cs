using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>Reads one format. To add a format, implement this and list it in <see cref="DatasetReaders"/>.</summary>
internal interface IDatasetReader
{
    /// <summary>What the format is called in messages, with its extensions.</summary>
    string Format { get; }

    /// <summary>Whether <paramref name="path"/> (an existing file or folder) is of this format, by its name.</summary>
    bool Accepts(string path);

    /// <summary>
    /// The rows in order, one at a time: a file may be larger than memory. Adds what is wrong with single rows to the
    /// context's errors and goes on.
    /// </summary>
    /// <exception cref="InputException">The file cannot be read at all.</exception>
    IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken);
}
