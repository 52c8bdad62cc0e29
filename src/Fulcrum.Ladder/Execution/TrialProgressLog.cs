using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Passes progress on to <c>events.jsonl</c> and to whoever waits: every new stage, and within a stage ten times a second at most.</summary>
internal sealed class TrialProgressLog(JsonLinesWriter<TrialEvent> events, IProgress<StageProgress> progress, TimeProvider clock)
    : IProgress<StageProgress>
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _one = new();
    private string? _stage;
    private long _last;

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_one)
        {
            if (value.Stage == _stage && clock.GetElapsedTime(_last) < ShortestPause) return;
            _stage = value.Stage;
            _last = clock.GetTimestamp();
            events.Write(new TrialEvent(clock.GetUtcNow(), value));
            progress.Report(value);
        }
    }
}
