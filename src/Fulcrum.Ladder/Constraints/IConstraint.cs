namespace Fulcrum.Ladder.Constraints;

/// <summary>Something that a task asks of every trial that it recommends.</summary>
public interface IConstraint
{
    /// <summary>Its key in the task, e.g. <c>constraints.p95_ms</c>.</summary>
    string Key { get; }

    /// <summary>Why a trial breaks it; <see langword="null"/> where it does not, as measured.</summary>
    Veto? Check(ConstraintSubject subject);

    /// <summary>A sentence that says why it is not sure that a trial keeps, or breaks, it; <see langword="null"/> where it is.</summary>
    string? Doubt(ConstraintSubject subject) => null;
}
