using Fulcrum.Models.Architecture;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Methods;

/// <summary>
/// Adapters on a model that itself stays as it is; disposing takes them off.
/// </summary>
/// <param name="network">The model whose layers are adapted.</param>
/// <param name="adapters">Their rank and places.</param>
/// <param name="seed">The seed of the adapters' first values.</param>
/// <param name="folder">Where the best are saved, as PEFT does.</param>
/// <param name="baseModel">How the folder names the model.</param>
/// <param name="clock">What the trainers measure deadlines with.</param>
public sealed class TunableLora(
    INetwork network, LoraOptions adapters, int seed, string folder, string? baseModel, TimeProvider clock)
    : ITunable, IDisposable
{
    private LoraModel? _lora;

    /// <inheritdoc/>
    public long ParameterCount => network.ParameterCount;

    /// <inheritdoc/>
    public Trainer<T> CreateTrainer<T>(Func<INetwork, ITrainingLoss<T>> loss, TrainingOptions options)
        where T : ITrainingExample
    {
        _lora?.Dispose();
        using var generator = new Generator((ulong)seed);
        _lora = LoraModel.Create(network, adapters, generator);
        return new Trainer<T>(loss(network), [.. _lora.Parameters.Select(parameter => parameter.Value)], options, clock);
    }

    /// <inheritdoc/>
    public void SaveBest() => _lora!.Save(folder, baseModel);

    /// <inheritdoc/>
    public void Dispose() => _lora?.Dispose();
}
