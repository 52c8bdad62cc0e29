using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>The rule that a trial's probabilities become answers by, as it was chosen on dev.</summary>
/// <param name="Rule">The rule; its thresholds and costs are in the order of the task's labels.</param>
public sealed record ChosenRule(DecisionRule Rule)
{
    /// <summary>How each minimum recall was met on dev, in the order of the task's labels.</summary>
    public IReadOnlyList<RecallGoal> Goals { get; init; } = [];

    /// <summary>What was chosen for each label that must be found and how sure that is, one sentence each.</summary>
    public IEnumerable<string> Sentences() => Goals.Select(goal =>
    {
        var (asked, rows) = (DisplayFormat.Percent(goal.Minimum), DisplayFormat.Count(goal.Rows));
        if (goal.Recall is not { } recall) return $"Dev has no row of `{goal.Label}` with probabilities: nothing could be chosen to find {asked} of them.";
        var how = goal.Threshold is { } threshold ? $"`{goal.Label}` is answered from a probability of {DisplayFormat.Percent(threshold)} on" : $"The usual answers stand for `{goal.Label}`";
        var found = $"{how}: that finds {DisplayFormat.Percent(recall)} of the {rows}{DisplayFormat.Space}rows on dev";
        return goal.Status switch
        {
            RecallGoalStatus.Shown => $"{found}, and so at least {asked}.",
            RecallGoalStatus.MetOnDev => $"{found}, too few to show {asked}.",
            _ => $"{found}; no threshold finds {asked}.",
        };
    });

    /// <summary>The log with the answers of the rule. A prediction without probabilities keeps its own.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">The labels in the order of the probabilities.</param>
    /// <param name="log">Predictions of any part.</param>
    public IReadOnlyList<Prediction> Apply(TaskKind kind, IReadOnlyList<string> labels, IEnumerable<Prediction> log) =>
    [
        .. log.Select(row => row.Probabilities.Count == 0 ? row : row with { Predicted = kind.ToLabels(kind.Decide(row.Probabilities, Rule), labels) }),
    ];
}
