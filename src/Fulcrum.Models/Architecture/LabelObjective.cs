using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// What a network's scores per label stand for, and the loss that they are learned with: what transformers calls the
/// <c>problem_type</c> of a classification head.
/// </summary>
public abstract class LabelObjective
{
    /// <summary>Exactly one label is right: softmax, learned with cross entropy.</summary>
    public static LabelObjective SingleLabel { get; } = new SingleLabelObjective();

    /// <summary>Any number of labels is right: a sigmoid per label, learned with binary cross entropy.</summary>
    public static LabelObjective MultiLabel { get; } = new MultiLabelObjective();

    /// <summary>The name in a <c>config.json</c>, e.g. <c>multi_label_classification</c>.</summary>
    public abstract string ProblemType { get; }

    /// <summary>The objective of that name; <see langword="null"/> where there is none.</summary>
    public static LabelObjective? Find(string? problemType) => Array.Find([SingleLabel, MultiLabel], objective => objective.ProblemType == problemType);

    /// <summary>Scores [texts, labels] to probabilities [texts, labels].</summary>
    public abstract Tensor Probabilities(Tensor scores);

    /// <summary>The loss, summed over texts and targets (nats), with gradients.</summary>
    /// <param name="scores">[texts, labels].</param>
    /// <param name="truths">Per text the positions of its labels.</param>
    public abstract Tensor Loss(Tensor scores, IReadOnlyList<IReadOnlyList<int>> truths);

    /// <summary>
    /// What the bias of a new head begins with, so that it says of every text what is true of all: a head that begins with a bias of 0
    /// spends its first epochs on that (Lin et al. 2017, arXiv:1708.02002, 3.3). Empty: 0.
    /// </summary>
    /// <param name="texts">Number of texts.</param>
    /// <param name="support">Per label the number of texts that have it.</param>
    public abstract IReadOnlyList<float> InitialBias(int texts, IReadOnlyList<int> support);

    /// <summary>How many targets a text has: the mean loss is taken over all of them.</summary>
    /// <param name="labels">The number of labels.</param>
    public abstract int TargetsPerText(int labels);

    private sealed class SingleLabelObjective : LabelObjective
    {
        public override string ProblemType => "single_label_classification";

        public override Tensor Probabilities(Tensor scores) => scores.softmax(1);

        public override Tensor Loss(Tensor scores, IReadOnlyList<IReadOnlyList<int>> truths)
        {
            using var classes = tensor(truths.Select(truth => (long)truth[0]).ToArray(), device: scores.device);
            return nn.functional.cross_entropy(scores, classes, reduction: nn.Reduction.Sum);
        }

        public override IReadOnlyList<float> InitialBias(int texts, IReadOnlyList<int> support) => [];

        public override int TargetsPerText(int labels) => 1;
    }

    private sealed class MultiLabelObjective : LabelObjective
    {
        public override string ProblemType => "multi_label_classification";

        public override Tensor Probabilities(Tensor scores) => scores.sigmoid();

        public override Tensor Loss(Tensor scores, IReadOnlyList<IReadOnlyList<int>> truths)
        {
            var labels = scores.shape[1];
            var isTrue = new float[truths.Count * labels];
            foreach (var (row, truth) in truths.Index())
                foreach (var label in truth) isTrue[(row * labels) + label] = 1;
            using var targets = tensor(isTrue, [truths.Count, labels], device: scores.device);
            return nn.functional.binary_cross_entropy_with_logits(scores, targets, reduction: nn.Reduction.Sum);
        }

        // The log-odds of each label, with half a text more on either side for labels of no text or of all.
        public override IReadOnlyList<float> InitialBias(int texts, IReadOnlyList<int> support) =>
            [.. support.Select(count => MathF.Log((count + 0.5f) / (texts - count + 0.5f)))];

        public override int TargetsPerText(int labels) => labels;
    }
}
