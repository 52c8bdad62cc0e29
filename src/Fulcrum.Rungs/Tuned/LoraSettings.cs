using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>The keys under <c>rungs: lora:</c> of a task file.</summary>
internal sealed record LoraSettings : TuningSettings
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> LearningRates { get; init; } = [2e-4, 5e-4, 1e-3];

    /// <summary>Rank of the adapters.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Their update is scaled by alpha / rank.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Share of their inputs set to zero while training.</summary>
    public double Dropout { get; init; }

    /// <summary>How the weights that they are trained on are kept; see <see cref="PrecisionSetting"/>.</summary>
    public string? Precision { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (Rank < 1) yield return "rank is below 1.";
        if (!(Alpha > 0)) yield return "alpha is not above 0.";
        if (Dropout is not (>= 0 and < 1)) yield return "dropout is not between 0 and 1.";
    }
}
