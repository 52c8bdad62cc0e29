using Fulcrum.Ladder.Formatting;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The peak memory of the trial, learning included.</summary>
/// <param name="limit">Megabytes of 10^6 bytes.</param>
internal sealed class MemoryLimit(double limit) : IConstraint
{
    private const double Megabyte = 1e6;

    public string Key => "constraints.memory_mb";

    public Veto? Check(ConstraintSubject subject) => subject.Result.PeakMemoryBytes > limit * Megabyte
        ? new Veto(subject.Trial.Id, Key, $"It took {DisplayFormat.Bytes(subject.Result.PeakMemoryBytes)} of memory at its peak; at most {DisplayFormat.Bytes(limit * Megabyte)} are allowed.")
        : null;

    public string? Doubt(ConstraintSubject subject) => subject.Result.PeakMemoryBytes is null ? "How much memory it took is not known." : null;
}
