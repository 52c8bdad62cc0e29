using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class TrialProgressLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_new_stage_is_always_told_and_the_same_stage_ten_times_a_second()
    {
        var clock = new FakeTimeProvider();
        var passed = new List<StageProgress>();
        var file = Path.Combine(_folder.Path, "events.jsonl");
        using (var events = new JsonLinesWriter<TrialEvent>(file))
        {
            var log = new TrialProgressLog(events, new ForwardingProgress<StageProgress>(passed.Add), clock);
            for (var i = 0; i < 100; i++)
            {
                log.Report(new StageProgress("training", i / 100.0));
                clock.Advance(TimeSpan.FromMilliseconds(5));
            }

            log.Report(new StageProgress("scoring"));
            log.Report(new StageProgress("scoring", 0.5));
        }

        var told = JsonFile.ReadLines<TrialEvent>(file);
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, null], told.Select(e => e.Progress.Fraction));
        Assert.Equal(told.Select(e => e.Progress), passed);
    }

    public void Dispose() => _folder.Dispose();
}
