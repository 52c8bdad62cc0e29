using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Methods;

namespace Fulcrum.Rungs.Tuned;

/// <summary>All weights of the model are tuned. The artifact is a Hugging Face folder.</summary>
/// <param name="models">Where the model comes from; it is let go at the end, so that the next trial reads it afresh.</param>
public sealed class FullRung(ModelCache models) : IRung
{
    private const double WeightDecay = 0.01;

    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Full;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var settings = TuningSettings.Parse<FullSettings>(context.Trial.Settings, Description.Name);
        if (EncoderFolder.Is(context.Trial.Model!))
        {
            using var encoder = new EncoderTuning(context, settings);
            return encoder.RunFull(WeightDecay, cancellationToken);
        }

        var model = TrialModel.Open(models, context);
        ThrowIfNotWritable(model);
        var tuning = new PromptedTuning(context, model, settings);
        Directory.CreateDirectory(context.ArtifactFolder);
        ArtifactFolder.WriteCompanions(model, context.ArtifactFolder);
        try
        {
            var weights = new TunableWeights(Decoder, models.Invalidate, context.ArtifactFolder, context.Clock);
            return tuning.Run(weights, Decoder, WeightDecay, cancellationToken);
        }
        finally
        {
            models.Invalidate();
        }

        Decoder Decoder() => models.Load(context.Trial.Model!).Decoder;
    }

    /// <summary>What cannot be kept is better not tuned.</summary>
    private static void ThrowIfNotWritable(LanguageModel model)
    {
        if (model.Decoder.IsQuantized)
            throw new TrialFailedException("The model was saved quantized by bitsandbytes, and such weights cannot be tuned. Give the model that it was made from, or tune adapters with the lora rung.");
        if (ArtifactFolder.HasConfiguration(model)) return;
        try
        {
            ConfigurationWriter.Write(model.Configuration);
        }
        catch (NotSupportedException e)
        {
            throw new TrialFailedException(e.Message + " Put the model's config.json and tokenizer.json beside it.");
        }
    }
}
