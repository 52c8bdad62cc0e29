using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>
/// The figure that a task is decided by. Whatever it is, it is given as one value per row whose mean is the figure, so that one set of
/// paired statistics serves all of them.
/// </summary>
public abstract class DecisionMetric
{
    /// <summary>The share of rows answered right: what decides where a task says nothing.</summary>
    public static DecisionMetric Accuracy { get; } = new RowAccuracy();

    /// <summary>How a task file writes it, e.g. <c>recall:phishing</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How a sentence calls it, e.g. <c>recall of `phishing`</c>.</summary>
    public abstract string Spoken { get; }

    /// <summary>
    /// One value per row of the log: the figure plus the influence of the row on it (the infinitesimal jackknife; Efron 1982, chapter 6).
    /// The mean is the figure; the variance of the mean, over rows or groups, is that of the figure by the delta method. Higher is better.
    /// </summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">All labels of the task.</param>
    /// <param name="log">Predictions, in any order.</param>
    /// <returns>As many values as predictions, in their order.</returns>
    /// <exception cref="ArgumentException">A true label is not one of the labels.</exception>
    public abstract double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log);

    /// <summary>The metric of that name.</summary>
    /// <param name="text"><c>accuracy</c>, <c>macro-f1</c>, <c>recall:LABEL</c> or <c>cost</c>.</param>
    /// <param name="labels">The labels of the task; empty where they are not known yet, so that any label is taken.</param>
    /// <param name="costs">What wrong answers cost; <see langword="null"/> where the task does not say it.</param>
    /// <inheritdoc cref="MetricName.Parse" path="/exception"/>
    public static DecisionMetric Parse(string text, IReadOnlyList<string> labels, CostMatrix? costs = null)
    {
        var name = MetricName.Parse(text, labels, costs is not null);
        return name.Word switch
        {
            MetricName.Accuracy => Accuracy,
            MetricName.MacroF1 => new MacroF1(),
            MetricName.Recall => new LabelRecall(name.Label!),
            _ => new CostSavings(costs!),
        };
    }
}
