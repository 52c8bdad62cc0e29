using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The constraints of a task.</summary>
public sealed class TaskConstraintList
{
    private readonly IReadOnlyList<IConstraint> _constraints;

    private TaskConstraintList(IReadOnlyList<IConstraint> constraints) => _constraints = constraints;

    /// <summary>What a task asks for; nothing where it asks for nothing.</summary>
    public static TaskConstraintList Of(TaskConstraints asked)
    {
        var constraints = new List<IConstraint>();
        if (asked.DataStaysHere) constraints.Add(new DataStaysHere());
        if (asked.Licenses.Count > 0) constraints.Add(new AllowedLicenses(asked.Licenses));
        if (asked.P95Milliseconds is { } milliseconds) constraints.Add(new LatencyLimit(milliseconds));
        if (asked.MemoryMegabytes is { } megabytes) constraints.Add(new MemoryLimit(megabytes));
        if (asked.TrainingMinutes is { } minutes) constraints.Add(new TrainingLimit(minutes));
        foreach (var (label, minimum) in asked.MinRecall) constraints.Add(new MinimumRecall(label, minimum));
        return new TaskConstraintList(constraints);
    }

    /// <summary>Every constraint that a trial breaks, in the order of the documentation.</summary>
    public IReadOnlyList<Veto> Check(ConstraintSubject subject) => [.. _constraints.Select(constraint => constraint.Check(subject)).OfType<Veto>()];

    /// <summary>What is not sure of a trial, one sentence for each constraint.</summary>
    public IReadOnlyList<string> Doubts(ConstraintSubject subject) => [.. _constraints.Select(constraint => constraint.Doubt(subject)).OfType<string>()];
}
