using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>A model that can be trained several times from the same start, of which the best state is kept in the artefact folder.</summary>
internal interface ITunable
{
    /// <summary>Numbers in the whole model.</summary>
    long ParameterCount { get; }

    /// <summary>Classifies with the model in its present state.</summary>
    ITextClassifier Classifier { get; }

    /// <summary>Goes back to the state before any training.</summary>
    /// <returns>The tensors to train.</returns>
    IReadOnlyList<Tensor> Start();

    /// <summary>What trains those tensors, given by <see cref="Start"/>.</summary>
    Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions trainingOptions);

    /// <summary>Writes the present state to the artefact folder, over an earlier one.</summary>
    void Keep();

    /// <summary>Goes back to the state that was kept last.</summary>
    void Restore();
}
