using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>The loss of a score per label, as the classifier's <see cref="LabelObjective"/> says.</summary>
/// <param name="classifier">The model.</param>
public sealed class ClassificationLoss(ITextClassifier classifier) : ITrainingLoss<LabeledText>
{
    /// <inheritdoc/>
    public int Targets(IReadOnlyList<LabeledText> batch) => batch.Count * classifier.Objective.TargetsPerText(classifier.LabelCount);

    /// <inheritdoc/>
    public Tensor Sum(IReadOnlyList<LabeledText> batch)
    {
        using var scope = NewDisposeScope();
        var scores = classifier.Classify([.. batch.Select(text => text.Tokens)]);
        return classifier.Objective.Loss(scores, [.. batch.Select(text => text.Labels)]).MoveToOuterDisposeScope();
    }
}
