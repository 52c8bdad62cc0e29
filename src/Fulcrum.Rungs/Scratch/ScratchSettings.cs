using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Rungs.Tuned;

namespace Fulcrum.Rungs.Scratch;

/// <summary>What can be set of the rung that trains from scratch.</summary>
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
    [AtLeast(1)]
    public int PretrainEpochs { get; init; } = 4;

    /// <summary>Decoder layers.</summary>
    [AtLeast(1)]
    public int Layers { get; init; } = 4;

    /// <summary>Width of the decoder.</summary>
    [AtLeast(1)]
    public int Hidden { get; init; } = 128;

    /// <summary>Attention heads.</summary>
    [AtLeast(1)]
    public int Heads { get; init; } = 4;

    /// <summary>Entries of the tokenizer, at most; where it is not set, as many as the texts are long enough for.</summary>
    [AtLeast(1)]
    public int? Vocabulary { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SettingError> Check()
    {
        // Rotary positions turn pairs of numbers.
        if (Heads > 0 && Hidden % (2 * Heads) != 0)
            yield return new SettingError("hidden", FormattableString.Invariant($"`hidden` must be a multiple of twice the heads, which are {Heads}, not {Hidden}."));
    }
}
