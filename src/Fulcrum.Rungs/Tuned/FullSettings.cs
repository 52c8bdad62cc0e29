namespace Fulcrum.Rungs.Tuned;

/// <summary>The keys under <c>rungs: full:</c> of a task file.</summary>
internal sealed record FullSettings : TuningSettings
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> LearningRates { get; init; } = [1e-5, 3e-5, 1e-4];
}
