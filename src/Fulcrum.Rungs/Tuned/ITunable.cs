using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>A model that can be trained several times from the same start, of which the best state is kept in the artefact folder.</summary>
internal interface ITunable
{
    /// <summary>The model in its present state.</summary>
    Decoder Decoder { get; }

    /// <summary>Classifies with the model in its present state.</summary>
    ITextClassifier Classifier { get; }

    /// <summary>Goes back to the state before any training.</summary>
    /// <returns>The tensors to train.</returns>
    IReadOnlyList<Tensor> Start();

    /// <summary>Writes the present state to the artefact folder, over an earlier one.</summary>
    void Keep();

    /// <summary>Goes back to the state that was kept last.</summary>
    void Restore();
}
