using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Costs;

/// <summary>Under which terms an answer is served.</summary>
/// <param name="Volume">Requests per month.</param>
/// <param name="HardwarePrice">US dollars per hour of a machine like the one that measured.</param>
/// <param name="Months">Months over which training is paid off.</param>
public sealed record ServingTerms(long Volume, double HardwarePrice, double Months)
{
    /// <summary>What a task says.</summary>
    public static ServingTerms Of(TaskDefinition task) => new(task.Volume, task.HardwarePrice, task.Months);
}
