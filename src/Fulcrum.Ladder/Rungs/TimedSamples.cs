
namespace Fulcrum.Ladder.Rungs;

/// <summary>Does as much of some work as there is time for.</summary>
public static class TimedSamples
{
    /// <summary>Items before the first look at the time, which are done however late it is.</summary>
    public const int AtLeast = 8;

    /// <summary>More of them at once gain little.</summary>
    private const int AtMost = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Works on the items in the order given, until <paramref name="stop"/> says so: between samples of them, within which the
    /// work may be in any order, so that what is done in time are the first and not the shortest. Samples grow as long as they
    /// take less than half a second.
    /// </summary>
    /// <param name="items">What there is to do.</param>
    /// <param name="work">Does a sample of it.</param>
    /// <param name="stop">Whether time is up; null where there is no end to it, and everything is one sample.</param>
    /// <param name="clock">Times the samples.</param>
    public static void Run<T>(IReadOnlyList<T> items, Action<IReadOnlyList<T>> work, Func<bool>? stop, TimeProvider clock)
    {
        var size = stop is null ? items.Count : AtLeast;
        for (var (done, next) = (0, 0); done < items.Count; done = next)
        {
            if (done > 0 && stop!()) return;
            next = Math.Min(done + size, items.Count);
            var start = clock.GetTimestamp();
            work([.. items.Take(done..next)]);
            if (2 * clock.GetElapsedTime(start) < Longest) size = Math.Min(2 * size, AtMost);
        }
    }
}
