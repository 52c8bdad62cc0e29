using Fulcrum.Models.Architecture;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Methods;

/// <summary>
/// Adapters on a model that itself stays as it is, until the kept ones are merged into it: so they are served, and cost nothing
/// more. Quantized weights cannot take them in: there they stay beside the weights that they were trained on.
/// </summary>
/// <param name="network">The model.</param>
/// <param name="adapters">Their rank and places.</param>
/// <param name="seed">Fills them.</param>
/// <param name="folder">Where the best are kept, as PEFT does.</param>
/// <param name="baseModel">How the folder names the model.</param>
/// <param name="clock">The trainers' clock.</param>
public sealed class TunableLora(
    INetwork network, LoraOptions adapters, int seed, string folder, string? baseModel, TimeProvider clock)
    : ITunable, IDisposable
{
    private LoraModel? lora;

    /// <inheritdoc/>
    public long ParameterCount => network.ParameterCount;

    /// <inheritdoc/>
    public Trainer Start(TrainingOptions options)
    {
        lora?.Dispose();
        using var generator = new Generator((ulong)seed);
        lora = LoraModel.Create(network, adapters, generator);
        return new Trainer(network, [.. lora.Parameters.Select(parameter => parameter.Value)], options, clock);
    }

    /// <inheritdoc/>
    public void Keep() => lora!.Save(folder, baseModel);

    /// <inheritdoc/>
    public void Restore()
    {
        lora?.Dispose();
        lora = LoraModel.Load(network, folder);
        if (lora.CanMerge) lora.Merge();
    }

    /// <inheritdoc/>
    public void Dispose() => lora?.Dispose();
}
