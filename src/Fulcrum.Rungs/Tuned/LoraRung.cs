using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Methods;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// Low-rank adapters on all linear layers but the head (arXiv:2106.09685); with <c>precision</c> on quantized weights (QLoRA,
/// arXiv:2305.14314). The artifact is a PEFT folder.
/// </summary>
/// <param name="models">Where a language model comes from.</param>
public sealed class LoraRung(ModelCache models) : IRung
{
    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "lora",
        SpokenName = "LoRA",
        Class = RungClass.ParameterEfficient,
        Summary = "low-rank adapters on all linear layers",
        NeedsModel = true,
        TakesEncoder = true,
        IsRandom = true,
        TaskKinds = TaskKind.All,
        Settings = typeof(LoraSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<LoraSettings>(Declaration);
        var options = new LoraOptions { Rank = settings.Rank, Alpha = settings.Alpha, Dropout = settings.Dropout };
        if (EncoderFolder.Is(context.Model!.Path))
        {
            if (settings.Precision != WeightPrecision.Full)
                throw new TrialFailedException("The setting `precision` is not fp32, but the model is an encoder, whose weights are kept in fp32 alone. Leave one of them out.");
            using var encoder = new EncoderTuning(context, settings);
            return encoder.FitLora(options, cancellationToken);
        }

        using var loan = models.Borrow(context, settings.Precision);
        var tuning = new PromptedTuning(context, loan.Model, settings, settings.Precision);
        using var adapters = new TunableLora(loan.Model.Decoder, options, context.Seed, context.ArtifactFolder, context.Model!.Name, context.Clock);
        return tuning.Fit(adapters, () => loan.Model.Decoder, weightDecay: 0, cancellationToken) with
        {
            Models = new Dictionary<string, ModelReference> { [Artifact.BaseModel] = context.Model! },
        };
    }

    /// <inheritdoc/>
    /// <remarks>Adapters are merged into the weights and so cost nothing more; weights of fewer bits cannot take them in, and they stay beside them.</remarks>
    public IPredictor Open(Artifact artifact)
    {
        var model = artifact.ModelPath(Artifact.BaseModel);
        if (EncoderFolder.Is(model)) return EncoderTuning.OpenLora(artifact);
        using var stored = new Meanwhile<PeftFolder>(() => PeftFolder.Open(artifact.Folder));
        var record = artifact.Settings<PromptedRecord>();
        var (loan, formatter) = models.Borrow(artifact, model, record);
        LoraModel lora;
        try
        {
            lora = LoraModel.Load(loan.Model.Decoder, stored.Take());
        }
        catch
        {
            loan.Dispose();
            throw;
        }

        if (lora.CanMerge)
        {
            loan.MarkChanged();
            lora.Merge();
        }

        return PromptedPredictor.Create(loan, formatter, record, lora);
    }
}
