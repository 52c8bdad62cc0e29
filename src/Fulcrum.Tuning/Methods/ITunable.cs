using Fulcrum.Models.Architecture;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Tuning.Methods;

/// <summary>A model that can be trained several times from the same start, of which the best state is saved in a folder.</summary>
public interface ITunable
{
    /// <summary>Numbers in the whole model.</summary>
    long ParameterCount { get; }

    /// <summary>Goes back to the state before any training.</summary>
    /// <typeparam name="T">What it is to learn from.</typeparam>
    /// <param name="loss">What the model is to learn, given the model.</param>
    /// <param name="options">How it is to be trained.</param>
    /// <returns>What trains it from there.</returns>
    Trainer<T> CreateTrainer<T>(Func<INetwork, ITrainingLoss<T>> loss, TrainingOptions options)
        where T : ITrainingExample;

    /// <summary>Writes the present state to the folder, over an earlier one.</summary>
    void SaveBest();
}
