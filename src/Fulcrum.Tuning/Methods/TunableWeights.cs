using Fulcrum.Models.Architecture;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Tuning.Methods;

/// <summary>
/// All weights of a model. The best state is saved on disk: no second copy is held in memory, where training already has four.
/// </summary>
/// <param name="network">The model as it is now.</param>
/// <param name="reset">Takes the model back to the state before any training; <paramref name="network"/> may give another one afterwards.</param>
/// <param name="folder">Where the best weights are saved.</param>
/// <param name="clock">What the trainers measure deadlines with.</param>
public sealed class TunableWeights(Func<INetwork> network, Action reset, string folder, TimeProvider clock) : ITunable
{
    private bool _isStarted;

    /// <inheritdoc/>
    public long ParameterCount => network().ParameterCount;

    /// <inheritdoc/>
    public Trainer<T> CreateTrainer<T>(Func<INetwork, ITrainingLoss<T>> loss, TrainingOptions options)
        where T : ITrainingExample
    {
        if (_isStarted) reset();
        _isStarted = true;
        return Trainer.OfAllWeights(network(), loss(network()), options, clock);
    }

    /// <inheritdoc/>
    public void SaveBest() => ModelFolder.WriteWeights(folder, network());
}
