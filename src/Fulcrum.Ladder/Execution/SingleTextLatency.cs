using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// Times requests of one text each, as a service gets them once it is warm. What a text takes in a batch says how much can be got through,
/// and not how long anybody waits.
/// </summary>
internal static class SingleTextLatency
{
    /// <summary>As many as give the 95th percentile an interval (72 at least).</summary>
    private const int Texts = 100;
    private const int AtLeast = 3;

    /// <summary>First requests allocate, compile and fill caches; what they take is not counted, and they take at most this share of the time.</summary>
    private const int WarmUp = 5;
    private const double WarmUpShare = 0.1;

    private const double ShareOfTrial = 0.03;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>What even a trial whose budget is spent may take.</summary>
    private static readonly TimeSpan OverBudget = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Milliseconds of each request: a hundred different texts, of test drawn by the trial's seed and then of dev. Fewer where that takes more than
    /// 3 % of the trial so far, which is taken for at least 2 s and at most 10 s, or half a second once its budget is spent; but always three.
    /// </summary>
    public static IReadOnlyList<double> Measure(TrialContext context, IPredictor predictor, CancellationToken cancellationToken)
    {
        if (context.Data.Test.Count == 0) return [];
        context.Progress.Report(new StageProgress("timing single texts"));
        var share = TimeSpan.FromTicks(Math.Clamp((long)(ShareOfTrial * context.Elapsed.Ticks), Shortest.Ticks, Longest.Ticks));
        var start = context.Clock.GetTimestamp();
        Example[] texts = [.. Shuffled(context.Data.Test), .. Shuffled(context.Data.Dev)];

        // With the last texts: what a prompt cache still holds of the text before would make its repetition look fast.
        foreach (var text in texts.Reverse().Take(WarmUp))
        {
            Ask(text);
            if (context.Clock.GetElapsedTime(start) > WarmUpShare * Limit()) break;
        }

        var milliseconds = new List<double>();
        foreach (var text in texts.Take(Texts))
        {
            if (milliseconds.Count >= AtLeast && context.Clock.GetElapsedTime(start) > Limit()) break;
            milliseconds.Add(Ask(text));
        }

        return milliseconds;

        TimeSpan Limit() => context.IsOverBudget ? OverBudget : share;

        double Ask(Example text)
        {
            var asked = context.Clock.GetTimestamp();
            predictor.Predict([new TaskInput(text.Id, text.Text)], _ => { }, cancellationToken);
            return context.Clock.GetElapsedTime(asked).TotalMilliseconds;
        }

        Example[] Shuffled(IReadOnlyList<Example> part)
        {
            var texts = part.ToArray();
            new Random(context.Trial.Seed).Shuffle(texts);
            return texts;
        }
    }
}
