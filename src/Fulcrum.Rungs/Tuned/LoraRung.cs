using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Methods;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// Low-rank adapters on all linear layers but the head (arXiv:2106.09685); with <c>precision</c> on quantized weights (QLoRA,
/// arXiv:2305.14314). The artifact is a PEFT folder.
/// </summary>
/// <param name="models">Where a language model comes from; the changed one is let go.</param>
public sealed class LoraRung(ModelCache models) : IRung
{
    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Lora;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var settings = TuningSettings.Parse<LoraSettings>(context.Trial.Settings, Description.Name);
        var options = new LoraOptions { Rank = settings.Rank, Alpha = settings.Alpha, Dropout = settings.Dropout };
        if (EncoderFolder.Is(context.Trial.Model!))
        {
            if (PrecisionSetting.Parse(context.Trial.Settings) != WeightPrecision.Full)
                throw new TrialFailedException($"The setting `{RungSettings.PrecisionName}` is {settings.Precision}, but the model is an encoder, whose weights are kept in fp32 alone. Leave one of them out.");
            using var encoder = new EncoderTuning(context, settings);
            return encoder.RunLora(options, cancellationToken);
        }

        var model = TrialModel.Open(models, context);
        var tuning = new PromptedTuning(context, model, settings);
        try
        {
            using var adapters = new TunableLora(
                model.Decoder, options, context.Trial.Seed, context.ArtifactFolder, context.Trial.ModelName, context.Clock);
            return tuning.Run(adapters, () => model.Decoder, weightDecay: 0, cancellationToken);
        }
        finally
        {
            models.Invalidate();
        }
    }
}
