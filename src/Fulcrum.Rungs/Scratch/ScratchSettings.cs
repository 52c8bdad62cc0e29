using Fulcrum.Rungs.Tuned;

namespace Fulcrum.Rungs.Scratch;

/// <summary>The keys under <c>rungs: scratch:</c> of a task file.</summary>
internal sealed record ScratchSettings : TuningSettings
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> LearningRates { get; init; } = [5e-4, 1e-3, 2e-3];

    /// <inheritdoc/>
    public override int Epochs { get; init; } = 6;

    /// <inheritdoc/>
    public override int Batch { get; init; } = 16;

    /// <inheritdoc/>
    public override int MaxTokens { get; init; } = 256;

    /// <summary>Passes of next-token prediction before the labels are learned.</summary>
    public int PretrainEpochs { get; init; } = 4;

    /// <summary>Decoder layers.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Width of the decoder.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Entries of the tokenizer, at most; null: as many as the texts are long enough for.</summary>
    public int? Vocabulary { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (PretrainEpochs < 1) yield return "pretrain_epochs is below 1.";
        if (Layers < 1) yield return "layers is below 1.";
        if (Heads < 1 || Hidden < 1 || Hidden % (2 * Heads) != 0) yield return "hidden is no multiple of twice the heads.";
        if (Vocabulary < 1) yield return "vocabulary is below 1.";
    }
}
