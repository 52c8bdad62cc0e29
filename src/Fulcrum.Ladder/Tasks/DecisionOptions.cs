namespace Fulcrum.Ladder.Tasks;

/// <summary>By what a verdict is to be made, where that is not as the task says.</summary>
public sealed record DecisionOptions
{
    /// <summary>Points that do not matter; <see langword="null"/>: as the task says.</summary>
    public double? Margin { get; init; }

    /// <summary>The figure that decides, see <see cref="TaskDefinition.Metric"/>; <see langword="null"/>: as the task says.</summary>
    public string? Metric { get; init; }

    /// <summary>The task, decided so.</summary>
    public TaskDefinition ApplyTo(TaskDefinition task) => task with { Margin = Margin ?? task.Margin, Metric = Metric ?? task.Metric };
}
