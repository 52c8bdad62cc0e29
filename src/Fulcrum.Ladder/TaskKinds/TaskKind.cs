using System.Text.Json.Serialization;
using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.TaskKinds;

/// <summary>
/// What the truth of a row is, what an answer is, and how one is scored against the other. All that tells one kind of task from
/// another is asked here; nothing else compares a prediction with the truth.
/// </summary>
[JsonConverter(typeof(TaskKindConverter))]
public abstract class TaskKind
{
    /// <summary>A probability of 0 for what is true would make a mean loss infinite.</summary>
    protected const double SmallestProbability = 1e-12;

    /// <summary>Exactly one of the labels is right.</summary>
    public static TaskKind Classification { get; } = new Classification();

    /// <summary>Any number of the labels is right, none included.</summary>
    public static TaskKind MultiLabel { get; } = new MultiLabel();

    /// <summary>The kinds that there are.</summary>
    public static IReadOnlyList<TaskKind> All { get; } = [Classification, MultiLabel];

    /// <summary>How task files and artifacts call it, e.g. <c>multi-label</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What the share of rows answered right is called, e.g. <c>subset accuracy</c>.</summary>
    public abstract string AccuracyName { get; }

    /// <summary>Whether exactly one label is right, so that the labels are classes that rows fall into.</summary>
    public abstract bool IsExclusive { get; }

    /// <summary>Whether <see cref="ChooseThresholds"/> chooses any.</summary>
    public abstract bool HasThresholds { get; }

    /// <summary>The kind of that name, or <see langword="null"/>.</summary>
    public static TaskKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The answer that probabilities stand for: positions of labels, ascending.</summary>
    /// <param name="probabilities">Per label, 0 to 1.</param>
    /// <param name="rule">What was chosen on dev; <see cref="DecisionRule.None"/> where nothing was.</param>
    public abstract IReadOnlyList<int> Decide(IReadOnlyList<double> probabilities, DecisionRule rule);

    /// <summary>Per label the probability from which on it is answered, as is best on rows whose truth is known; empty where the kind has none.</summary>
    /// <param name="rows">Probabilities per label, and the positions of the true labels.</param>
    public abstract IReadOnlyList<double> ChooseThresholds(IReadOnlyList<(IReadOnlyList<double> Probabilities, IReadOnlyList<int> Truth)> rows);

    /// <summary>How right an answer is, 0 to 1.</summary>
    /// <param name="predicted">The answer; <see langword="null"/> where it could not be read.</param>
    /// <param name="truth">The true labels.</param>
    public virtual double Score(LabelSet? predicted, LabelSet truth) => predicted == truth ? 1 : 0;

    /// <inheritdoc cref="Score(LabelSet?, LabelSet)"/>
    public virtual double Score(IReadOnlyList<int>? predicted, IReadOnlyList<int> truth) => predicted is not null && predicted.SequenceEqual(truth) ? 1 : 0;

    /// <summary>The negative log-likelihood of the truth, nats.</summary>
    /// <param name="probabilities">Per label, 0 to 1.</param>
    /// <param name="truth">Positions of the true labels.</param>
    public abstract double Loss(IReadOnlyList<double> probabilities, IReadOnlyList<int> truth);

    /// <summary>The probability that an answer is right.</summary>
    /// <param name="probabilities">Per label, 0 to 1.</param>
    /// <param name="answer">Positions of labels.</param>
    public abstract double Confidence(IReadOnlyList<double> probabilities, IReadOnlyList<int> answer);

    /// <summary>Probabilities that were given, and whether what they were given to is true: what calibration is measured on.</summary>
    /// <param name="probabilities">Per label, 0 to 1.</param>
    /// <param name="answer">Positions of the labels that were answered.</param>
    /// <param name="truth">Positions of the true labels.</param>
    public abstract IEnumerable<(double Probability, bool IsTrue)> Claims(IReadOnlyList<double> probabilities, IReadOnlyList<int> answer, IReadOnlyList<int> truth);

    /// <summary>An answer by the names of its labels.</summary>
    public abstract LabelSet ToLabels(IReadOnlyList<int> answer, IReadOnlyList<string> labels);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
