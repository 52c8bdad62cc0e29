using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models;
using Fulcrum.Models.Families;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Methods;

namespace Fulcrum.Rungs.Tuned;

/// <summary>All weights of the model are tuned. The artifact is a Hugging Face folder.</summary>
/// <param name="models">Where a language model comes from.</param>
public sealed class FullRung(ModelCache models) : IRung
{
    private const double WeightDecay = 0.01;

    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "full",
        SpokenName = "full tuning",
        Class = RungClass.FullTune,
        Summary = "all weights of the model are tuned",
        NeedsModel = true,
        TakesEncoder = true,
        IsRandom = true,
        TaskKinds = TaskKind.All,
        Settings = typeof(FullSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<FullSettings>(Declaration);
        if (EncoderFolder.Is(context.Model!.Path))
        {
            using var encoder = new EncoderTuning(context, settings);
            return encoder.FitFull(WeightDecay, cancellationToken);
        }

        var loan = models.Borrow(context, WeightPrecision.Full, isTrained: true);
        try
        {
            RequireWritable(loan.Model);
            var tuning = new PromptedTuning(context, loan.Model, settings, WeightPrecision.Full);
            SidecarFiles.Write(loan.Model, context.ArtifactFolder);
            loan.MarkChanged();
            var weights = new TunableWeights(() => loan.Model.Decoder, Reload, context.ArtifactFolder, context.Clock);
            return tuning.Fit(weights, () => loan.Model.Decoder, WeightDecay, cancellationToken);
        }
        finally
        {
            loan.Dispose();
        }

        void Reload()
        {
            loan.Dispose();
            loan = models.Borrow(context, WeightPrecision.Full, isTrained: true);
            loan.MarkChanged();
        }
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        if (EncoderFolder.Is(artifact.Folder)) return EncoderTuning.OpenFull(artifact);
        var record = artifact.Settings<PromptedRecord>();
        var (loan, formatter) = models.Borrow(artifact, artifact.Folder, record);
        return PromptedPredictor.Create(loan, formatter, record);
    }

    /// <summary>What cannot be kept is better not tuned.</summary>
    private static void RequireWritable(LanguageModel model)
    {
        if (model.Decoder.IsQuantized)
            throw new TrialFailedException("The model was saved quantized by bitsandbytes, and such weights cannot be tuned. Give the model that it was made from, or tune adapters with the lora rung.");
        if (SidecarFiles.HasConfiguration(model)) return;
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
