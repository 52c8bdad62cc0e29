using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>
/// Chooses on dev how a trial's probabilities become answers, where a task with exactly one right label says what mistakes cost or which
/// label must be found. The log of dev of a rung that was searched on dev is that of its best setting: what is chosen there is
/// somewhat optimistic, and test says how it holds.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
/// <param name="groups">Which examples of dev belong together.</param>
public sealed class RuleChooser(TaskDefinition task, IReadOnlyList<string> labels, ExampleGroups groups)
{
    /// <summary>Rows of dev below which the temperature stays 1: it would fit their noise.</summary>
    private const int FewestForTemperature = 20;

    /// <summary>The rule of a trial; <see langword="null"/> where its answers stand as logged: the task asks for nothing, or the trial gave no probabilities.</summary>
    /// <param name="dev">The trial's predictions of dev.</param>
    /// <param name="other">Its predictions of other parts, which say only whether it gives probabilities.</param>
    public ChosenRule? Choose(IEnumerable<Prediction> dev, IEnumerable<Prediction> other)
    {
        if (!task.Kind.IsExclusive || (task.Costs.Count == 0 && task.Constraints.MinRecall.Count == 0)) return null;
        var log = dev.Where(row => row.Probabilities.Count > 0).ToArray();
        if (log.Length == 0 && !other.Any(row => row.Probabilities.Count > 0)) return null;
        var rule = task.Costs.Count == 0 ? DecisionRule.None : Costs(log);
        return task.Constraints.MinRecall.Count == 0
            ? new ChosenRule(rule)
            : new ThresholdChoice(task.Kind, labels, log, groups).Choose(rule, task.Constraints.MinRecall);
    }

    private DecisionRule Costs(Prediction[] log)
    {
        var matrix = CostMatrix.Of(labels, task.Costs);
        return new DecisionRule
        {
            Costs = [.. labels.Select((_, truth) => labels.Select((_, answer) => matrix[truth, answer]).ToArray())],
            Temperature = log.Length < FewestForTemperature
                ? 1
                : TemperatureScaling.Fit([.. log.Select(row => (row.Probabilities, matrix.IndexOf(row.Labels.Only)))]),
        };
    }
}
