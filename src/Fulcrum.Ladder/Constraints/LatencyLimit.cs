using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The 95th percentile of requests for one text, as measured.</summary>
/// <param name="limit">Milliseconds.</param>
internal sealed class LatencyLimit(double limit) : IConstraint
{
    private const double Share = 0.95;

    public string Key => "constraints.p95_ms";

    public Veto? Check(ConstraintSubject subject) => subject.Test.LatencyP95 > limit
        ? new Veto(subject.Trial.Id, Key, $"95{DisplayFormat.Space}% of its requests for one text take up to {DisplayFormat.Milliseconds(subject.Test.LatencyP95)}; at most {DisplayFormat.Milliseconds(limit)} are allowed.")
        : null;

    /// <summary>Whether the true percentile may lie on the other side: as many requests are above the limit as chance leaves open (an exact statement on the share of requests, Wilson's interval of it).</summary>
    public string? Doubt(ConstraintSubject subject)
    {
        if (subject.Result.Outcome?.Latencies is not { Count: > 0 } latencies) return null;
        var within = WilsonInterval.Compute(latencies.Count(milliseconds => milliseconds <= limit) / (double)latencies.Count, latencies.Count);
        return within.Low < Share && Share < within.High
            ? $"Of its {DisplayFormat.Count(latencies.Count)} requests for one text {DisplayFormat.Percent(within)} took at most {DisplayFormat.Milliseconds(limit)}: too few to say whether 95{DisplayFormat.Space}% do."
            : null;
    }
}
