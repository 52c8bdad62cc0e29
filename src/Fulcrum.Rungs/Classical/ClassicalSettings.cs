using Fulcrum.Ladder.Rungs.Settings;

namespace Fulcrum.Rungs.Classical;

/// <summary>What is tried on dev.</summary>
internal sealed record ClassicalSettings : RungSettings
{
    /// <summary>Inverse regularization strengths of logistic regression tried on dev; an empty list leaves it out.</summary>
    [Above(0)]
    public IReadOnlyList<double> C { get; init; } = [1, 10, 100];

    /// <summary>Smoothing of naive Bayes tried on dev; an empty list leaves it out.</summary>
    [Above(0)]
    public IReadOnlyList<double> Alpha { get; init; } = [0.01, 0.1, 1];

    /// <summary>Feature sets of logistic regression tried on dev.</summary>
    [NotEmpty]
    public IReadOnlyList<FeatureSet> Features { get; init; } = [FeatureSet.Words, FeatureSet.WordsAndCharacters];

    /// <summary>How many models are fitted.</summary>
    internal int Count => Alpha.Count + (Features.Count * C.Count);

    /// <inheritdoc/>
    public override IEnumerable<SettingError> Check()
    {
        if (Alpha.Count == 0 && C.Count == 0) yield return new SettingError("c", "With `c` and `alpha` both empty nothing is left to try.", "Give numbers for one of them.");
    }

    /// <summary>The one model to fit where there is nothing to choose on: the richest features with the middle C.</summary>
    public ClassicalSettings WithoutSearch() => C.Count > 0
        ? new() { Alpha = [], C = [C[C.Count / 2]], Features = [Features.Max()] }
        : new() { Alpha = [Alpha[Alpha.Count / 2]], C = [] };
}
