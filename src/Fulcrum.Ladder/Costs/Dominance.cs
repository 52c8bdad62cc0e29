namespace Fulcrum.Ladder.Costs;

/// <summary>A trial that others surpass in every respect.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="By">The ids of those that are nowhere worse and somewhere better, ordinal order.</param>
public sealed record Dominated(string Trial, IReadOnlyList<string> By);

/// <summary>Pareto dominance among trials, by the figures as measured: metric up; cost per 1,000 requests, 95th percentile of latency and memory down.</summary>
public static class Dominance
{
    /// <summary>The trials that are dominated, in the order given.</summary>
    /// <param name="trials">The figure that the task is decided by, higher is better, and the cost of each. Memory counts between two trials where both know theirs.</param>
    public static IReadOnlyList<Dominated> Find(IReadOnlyList<(double Metric, ServingCost Cost)> trials) =>
    [
        .. from trial in trials
           let better = trials.Where(other => Dominates(other, trial)).Select(other => other.Cost.Trial).Order(StringComparer.Ordinal).ToArray()
           where better.Length > 0
           select new Dominated(trial.Cost.Trial, better),
    ];

    private static bool Dominates((double Metric, ServingCost Cost) one, (double Metric, ServingCost Cost) other)
    {
        var (a, b) = (one.Cost, other.Cost);
        var memory = a.MemoryBytes is { } first && b.MemoryBytes is { } second ? second.CompareTo(first) : 0;
        int[] leads = [one.Metric.CompareTo(other.Metric), b.PerThousand.Value.CompareTo(a.PerThousand.Value), b.LatencyP95.CompareTo(a.LatencyP95), memory];
        return leads.All(lead => lead >= 0) && leads.Any(lead => lead > 0);
    }
}
