using Fulcrum.Ladder.Rungs.Settings;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What can be set of every rung that trains by gradients.</summary>
internal abstract record TuningSettings : RungSettings
{
    /// <summary>Peak learning rates tried on the dev part.</summary>
    [Above(0)]
    [NotEmpty]
    public virtual IReadOnlyList<double> LearningRates { get; init; } = [];

    /// <summary>Passes over the training part, at most.</summary>
    [AtLeast(1)]
    public virtual int Epochs { get; init; } = 3;

    /// <summary>Examples per step.</summary>
    [AtLeast(1)]
    public virtual int Batch { get; init; } = 8;

    /// <summary>Tokens of a text beyond which it is cut.</summary>
    [AtLeast(1)]
    public virtual int MaxTokens { get; init; } = 128;
}
