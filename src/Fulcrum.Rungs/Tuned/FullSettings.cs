namespace Fulcrum.Rungs.Tuned;

/// <summary>What can be set of full tuning.</summary>
internal sealed record FullSettings : TuningSettings
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> LearningRates { get; init; } = [1e-5, 3e-5, 1e-4];
}
