using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Cascades;

/// <summary>What requests for one text each would take of a cascade, from what they took of its parts.</summary>
internal static class CascadeLatencies
{
    private const int Count = 400;

    /// <summary>
    /// Milliseconds of requests of which the given share is answered by both parts, drawn evenly from what each took and paired at random. Empty
    /// where a part was not timed.
    /// </summary>
    /// <param name="cheap">Milliseconds of the cheap part.</param>
    /// <param name="costly">Milliseconds of the costly part.</param>
    /// <param name="escalated">The share that both answer, 0 to 1.</param>
    /// <param name="seed">Of the pairing.</param>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> cheap, IReadOnlyList<double> costly, double escalated, int seed)
    {
        if (cheap.Count == 0 || costly.Count == 0) return [];
        var both = (int)Math.Round(escalated * Count);
        var first = Even(cheap, Count);
        new Random(seed).Shuffle(first);
        var second = Even(costly, both);
        return [.. first.Select((milliseconds, request) => milliseconds + (request < both ? second[request] : 0))];
    }

    private static double[] Even(IReadOnlyList<double> milliseconds, int count)
    {
        double[] ascending = [.. milliseconds.Order()];
        return [.. Enumerable.Range(0, count).Select(i => Percentile.OfSorted(ascending, (i + 0.5) / count))];
    }
}
