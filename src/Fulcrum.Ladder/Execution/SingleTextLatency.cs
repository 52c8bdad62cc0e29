using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// Times requests of one text each, as a service gets them. What a text takes in a batch says how much can be got through,
/// and not how long anybody waits.
/// </summary>
internal static class SingleTextLatency
{
    private const int Texts = 20;
    private const int AtLeast = 3;
    private const double ShareOfTrial = 0.03;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds of each request: twenty texts of test drawn by the trial's seed, fewer where that takes more than a small part of the trial, none of a pilot.</summary>
    public static IReadOnlyList<double> Measure(TrialContext context, IPredictor predictor, CancellationToken cancellationToken)
    {
        if (context.Data.Test.Count == 0) return [];
        context.Progress.Report(new StageProgress("timing single texts"));
        var texts = context.Data.Test.ToArray();
        new Random(context.Trial.Seed).Shuffle(texts);
        var limit = TimeSpan.FromTicks(Math.Clamp((long)(ShareOfTrial * context.Elapsed.Ticks), Shortest.Ticks, Longest.Ticks));
        var start = context.Clock.GetTimestamp();
        var milliseconds = new List<double>();
        foreach (var text in texts.Take(Texts))
        {
            if (milliseconds.Count >= AtLeast && (context.IsOverBudget || context.Clock.GetElapsedTime(start) > limit)) break;
            var asked = context.Clock.GetTimestamp();
            predictor.Predict([new TaskInput(text.Id, text.Text)], _ => { }, cancellationToken);
            milliseconds.Add(context.Clock.GetElapsedTime(asked).TotalMilliseconds);
        }

        return milliseconds;
    }
}
