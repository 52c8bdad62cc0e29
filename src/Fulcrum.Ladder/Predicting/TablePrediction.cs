using Fulcrum.Data;
using Fulcrum.Data.Writing;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Answers all rows of a table, in bounded memory whatever its length.</summary>
/// <param name="predictor">Answers.</param>
/// <param name="table">The rows.</param>
/// <param name="observer">Is told of every row with its answer, once, in their order.</param>
/// <param name="progress">Is told how many rows are done, block by block.</param>
public sealed class TablePrediction(OpenedPredictor predictor, TextTable table, Action<TextRow, RowAnswer> observer, IProgress<long> progress)
{
    /// <summary>The columns that answers are written in.</summary>
    public AnswerColumns Columns { get; } = new(predictor.Artifact.Manifest, table.Columns);

    /// <summary>Where the answers are until all are there and the output is written.</summary>
    public static string PartialFileOf(string output) => AnswerLog.FileOf(output);

    /// <summary>Writes rows and answers to a stream as they are made.</summary>
    /// <exception cref="InputException">The table cannot be read.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void WriteTo(Stream stream, RowFormat format, CancellationToken cancellationToken)
    {
        using var writer = format.Open(stream, table.Columns, Columns.Columns);
        foreach (var (row, answer) in Answer(cancellationToken)) writer.Write(row, Columns.Values(answer));
        writer.Finish();
    }

    /// <summary>Answers all rows and writes none: the observer sees them.</summary>
    /// <exception cref="InputException">The table cannot be read.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var _ in Answer(cancellationToken))
        {
        }
    }

    /// <summary>
    /// Writes rows and answers to a file, which is there when all is done and not before. Until then the answers are kept in
    /// <c>OUT.partial</c>, from which a later call goes on.
    /// </summary>
    /// <param name="output">The file.</param>
    /// <param name="file">What the table was read from.</param>
    /// <param name="resume">Whether to go on with what an earlier call left.</param>
    /// <param name="cancellationToken">Ends it between blocks.</param>
    /// <exception cref="InputException">The table cannot be read; or an earlier call left answers that are not to be, or cannot be, used.</exception>
    /// <exception cref="IOException">A file cannot be written, e.g. the disk is full; the answers so far are kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void WriteTo(string output, string file, bool resume, CancellationToken cancellationToken)
    {
        var format = RowFormat.Of(output);
        using var log = AnswerLog.Open(output, AnswerSource.Of(predictor.Artifact, file, table), resume);
        AnswerInto(log, cancellationToken);
        AtomicFile.Write(output, stream =>
        {
            using var writer = format.Open(stream, table.Columns, Columns.Columns);
            foreach (var (row, answer) in table.Read(cancellationToken).Zip(log.Read().SelectMany(block => block)))
            {
                writer.Write(row, Columns.Values(answer));
                observer(row, answer);
            }

            writer.Finish();
        });
        log.Delete();
    }

    private void AnswerInto(AnswerLog log, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var (index, block) in RowBlocks.Of(table.Read(cancellationToken)).Index())
        {
            if (index >= log.Blocks) log.Append(predictor.Answer(block, cancellationToken));
            progress.Report(done += block.Count);
        }
    }

    private IEnumerable<(TextRow Row, RowAnswer Answer)> Answer(CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var block in RowBlocks.Of(table.Read(cancellationToken)))
        {
            foreach (var (row, answer) in block.Zip(predictor.Answer(block, cancellationToken)))
            {
                observer(row, answer);
                yield return (row, answer);
            }

            progress.Report(done += block.Count);
        }
    }
}
