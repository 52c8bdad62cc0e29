using Fulcrum.Ladder.Formatting;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The time that learning took, search included.</summary>
/// <param name="limit">Minutes.</param>
internal sealed class TrainingLimit(double limit) : IConstraint
{
    private const double SecondsPerMinute = 60;

    public string Key => "constraints.training_minutes";

    public Veto? Check(ConstraintSubject subject) => subject.Result.Outcome?.TrainingSeconds is { } seconds && seconds > limit * SecondsPerMinute
        ? new Veto(subject.Trial.Id, Key, $"It learned for {DisplayFormat.Duration(seconds)}; at most {DisplayFormat.Duration(limit * SecondsPerMinute)} are allowed.")
        : null;
}
