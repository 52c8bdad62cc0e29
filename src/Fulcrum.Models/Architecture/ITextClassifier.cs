using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>A network that gives texts a score per label.</summary>
public interface ITextClassifier
{
    /// <summary>Scores per text.</summary>
    int LabelCount { get; }

    /// <summary>What the scores stand for.</summary>
    LabelObjective Objective { get; }

    /// <summary>Token ids of several texts, none empty, to a score per label, [texts, labels], with gradients where they are asked for.</summary>
    Tensor Classify(IReadOnlyList<int[]> rows);
}

/// <summary>What every classifier can do.</summary>
public static class TextClassifiers
{
    /// <summary>Token ids of several texts, none empty, to a probability per label, [texts][labels].</summary>
    public static double[][] Probabilities(this ITextClassifier classifier, IReadOnlyList<int[]> rows)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var probabilities = classifier.Objective.Probabilities(classifier.Classify(rows).to(ScalarType.Float64)).cpu();
        return [.. probabilities.data<double>().ToArray().Chunk((int)probabilities.shape[1])];
    }
}
