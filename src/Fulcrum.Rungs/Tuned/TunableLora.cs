using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// Adapters on a model that itself stays as it is, until the kept ones are merged into it: so they are served, and cost nothing
/// more. Quantised weights cannot take them in: there they stay beside the weights that they were trained on.
/// </summary>
/// <param name="context">The trial.</param>
/// <param name="network">The model.</param>
/// <param name="options">The adapters.</param>
/// <param name="classifier">Classifies with the model and whatever is attached to it.</param>
/// <param name="trainer">Makes a trainer for the model.</param>
internal sealed class TunableLora(
    TrialContext context, INetwork network, LoraOptions options, ITextClassifier classifier, Func<IReadOnlyList<Tensor>, TrainingOptions, Trainer> trainer)
    : ITunable, IDisposable
{
    private LoraModel? lora;

    public long ParameterCount => network.ParameterCount;

    public ITextClassifier Classifier => classifier;

    public IReadOnlyList<Tensor> Start()
    {
        lora?.Dispose();
        using var generator = new Generator((ulong)context.Trial.Seed);
        lora = LoraModel.Create(network, options, generator);
        return [.. lora.Parameters.Select(parameter => parameter.Value)];
    }

    public Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions trainingOptions) => trainer(parameters, trainingOptions);

    public void Keep() => lora!.Save(context.ArtefactFolder, context.Trial.ModelName);

    public void Restore()
    {
        lora?.Dispose();
        lora = LoraModel.Load(network, context.ArtefactFolder);
        if (lora.CanMerge) lora.Merge();
    }

    public void Dispose() => lora?.Dispose();
}
