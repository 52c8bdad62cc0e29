using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Adapters on a model that itself stays as it is.</summary>
internal sealed class TunableLora(TrialContext context, LanguageModel model, LoraOptions options, ITextClassifier classifier) : ITunable, IDisposable
{
    private LoraModel? lora;

    public Decoder Decoder => model.Decoder;

    public ITextClassifier Classifier => classifier;

    public IReadOnlyList<Tensor> Start()
    {
        lora?.Dispose();
        using var generator = new Generator((ulong)context.Trial.Seed);
        lora = LoraModel.Create(Decoder, options, generator);
        return [.. lora.Parameters.Select(parameter => parameter.Value)];
    }

    public void Keep() => lora!.Save(context.ArtefactFolder, context.Trial.ModelName);

    public void Restore()
    {
        lora?.Dispose();
        lora = LoraModel.Load(Decoder, context.ArtefactFolder);
    }

    public void Dispose() => lora?.Dispose();
}
