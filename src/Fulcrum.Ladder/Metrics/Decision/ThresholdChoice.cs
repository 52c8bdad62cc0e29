using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>
/// Chooses thresholds for labels that must be found: the largest ones whose recall on dev reaches the goal with its lower confidence
/// bound (that of the 95 % interval, Wilson's, groups counted as in accuracies); where no threshold does, the largest ones whose recall
/// itself does. A label whose goal the usual answers meet gets none.
/// </summary>
/// <param name="kind">What an answer is; one label is right.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
/// <param name="dev">Predictions of dev, with probabilities.</param>
/// <param name="groups">Which examples belong together.</param>
internal sealed class ThresholdChoice(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> dev, ExampleGroups groups)
{
    /// <summary>Adds thresholds to a rule.</summary>
    /// <param name="rule">How answers are given where no threshold is reached.</param>
    /// <param name="minimumRecall">Label to goal.</param>
    public ChosenRule Choose(DecisionRule rule, IReadOnlyDictionary<string, double> minimumRecall)
    {
        Goal[] goals = [.. labels.Index().Where(label => minimumRecall.ContainsKey(label.Item)).Select(label => GoalOf(label.Index, minimumRecall[label.Item]))];
        foreach (var goal in goals.Where(goal => goal.Rows.Length > 0)) goal.IsShowable = Bound(goal, Enumerable.Repeat(true, goal.Rows.Length)) >= goal.Minimum;

        // Lowering the threshold of one label takes rows from the others, so that all are looked at again until none falls short.
        while (goals.FirstOrDefault(goal => goal.CanGoLower && !IsMet(goal, With(rule, goals))) is { } unmet) Lower(unmet, rule, goals);
        var chosen = With(rule, goals);
        return new ChosenRule(chosen) { Goals = [.. goals.Select(goal => Report(goal, chosen))] };
    }

    /// <summary>Goes to the largest lower threshold that meets the goal, or to the lowest: the lower it is, the more rows of the label are found.</summary>
    private void Lower(Goal goal, DecisionRule rule, Goal[] goals)
    {
        var (unmet, met) = (goal.Step, goal.LastStep);
        while (met - unmet > 1)
        {
            goal.Step = (unmet + met) / 2;
            if (IsMet(goal, With(rule, goals))) met = goal.Step;
            else unmet = goal.Step;
        }

        goal.Step = met;
    }

    private Goal GoalOf(int label, double minimum)
    {
        Prediction[] rows = [.. dev.Where(row => row.Labels.Contains(labels[label]))];
        return new Goal(label, minimum, rows, [.. rows.Select(row => row.Probabilities[label]).Distinct().OrderDescending()]);
    }

    private DecisionRule With(DecisionRule rule, Goal[] goals) => goals.All(goal => goal.Threshold is null)
        ? rule
        : rule with { Thresholds = [.. labels.Select((_, label) => goals.FirstOrDefault(goal => goal.Label == label)?.Threshold)] };

    private bool IsMet(Goal goal, DecisionRule rule)
    {
        var found = Found(goal, rule);
        return (goal.IsShowable ? Bound(goal, found) : found.Average(hit => hit ? 1.0 : 0)) >= goal.Minimum;
    }

    private bool[] Found(Goal goal, DecisionRule rule) => [.. goal.Rows.Select(row => kind.Decide(row.Probabilities, rule).Contains(goal.Label))];

    private double Bound(Goal goal, IEnumerable<bool> found) => IntervalOf(goal, found).Low;

    private Interval IntervalOf(Goal goal, IEnumerable<bool> found)
    {
        double[] hits = [.. found.Select(hit => hit ? 1.0 : 0)];
        return WilsonInterval.Compute(hits.Average(), EffectiveSize.Compute(hits, groups.ClustersOf(goal.Rows.Select(row => row.Id))));
    }

    private RecallGoal Report(Goal goal, DecisionRule rule)
    {
        var report = new RecallGoal(labels[goal.Label], goal.Minimum) { Threshold = goal.Threshold, Rows = goal.Rows.Length };
        if (goal.Rows.Length == 0) return report with { Status = RecallGoalStatus.NotAttainable };
        var recall = IntervalOf(goal, Found(goal, rule));
        var status = recall.Low >= goal.Minimum ? RecallGoalStatus.Shown : recall.Value >= goal.Minimum ? RecallGoalStatus.MetOnDev : RecallGoalStatus.NotAttainable;
        return report with { Recall = recall, Status = status };
    }

    /// <summary>A label that must be found.</summary>
    /// <param name="label">Its position.</param>
    /// <param name="minimum">The recall that is asked for.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="candidates">Thresholds at which its recall changes, descending.</param>
    private sealed class Goal(int label, double minimum, Prediction[] rows, double[] candidates)
    {
        public int Label => label;

        public double Minimum => minimum;

        public Prediction[] Rows => rows;

        /// <summary>Whether as many rows can show the goal at all, were all of them found.</summary>
        public bool IsShowable { get; set; }

        /// <summary>0: no threshold; then one candidate after the other.</summary>
        public int Step { get; set; }

        public int LastStep => candidates.Length;

        public bool CanGoLower => Step < LastStep;

        public double? Threshold => Step == 0 ? null : candidates[Step - 1];
    }
}
