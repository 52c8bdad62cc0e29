using System.Diagnostics;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Does as much of some work as there is time for.</summary>
internal static class TimedSamples
{
    /// <summary>Items before the first look at the time, which are done however late it is.</summary>
    public const int AtLeast = 8;

    /// <summary>More of them at once gain little.</summary>
    private const int AtMost = 64;

    /// <summary>
    /// Works on the items in the order given, until <paramref name="stop"/> says so: between samples of them, within which the
    /// work may be in any order, so that what is done in time are the first and not the shortest. Samples grow where they
    /// take less than a second.
    /// </summary>
    /// <param name="items">What there is to do.</param>
    /// <param name="work">Does a sample of it.</param>
    /// <param name="stop">Whether time is up; null where there is no end to it, and everything is one sample.</param>
    public static void Run<T>(IReadOnlyList<T> items, Action<IReadOnlyList<T>> work, Func<bool>? stop)
    {
        var size = stop is null ? items.Count : AtLeast;
        for (var (done, next) = (0, 0); done < items.Count; done = next)
        {
            if (done > 0 && stop!()) return;
            next = Math.Min(done + size, items.Count);
            var start = Stopwatch.GetTimestamp();
            work([.. items.Take(done..next)]);
            if (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1)) size = Math.Min(2 * size, AtMost);
        }
    }
}
