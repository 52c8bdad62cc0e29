using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Execution;

/// <summary>Reads the data of runs, and keeps that of the last one: the next trial of a worker is most often of the same run.</summary>
internal sealed class RunDataReader
{
    private (string Root, string Stamp, RunData Data)? _last;

    /// <summary>The data of a run, parsed again only where it is another run or its files have changed.</summary>
    /// <inheritdoc cref="RunFolder.ReadData" path="/exception"/>
    public RunData Read(RunFolder run)
    {
        var stamp = run.DataStamp();
        if (_last is { } last && last.Root == run.Root && last.Stamp == stamp) return last.Data;
        // Two are not to be in memory at a time.
        _last = null;
        var data = run.ReadData();
        _last = (run.Root, stamp, data);
        return data;
    }
}
