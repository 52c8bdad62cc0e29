using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>What those who tune or store a model need to know of it, whatever its architecture.</summary>
public interface INetwork
{
    /// <summary>Every parameter that can be trained once under its Hugging Face name, in the order of the model.</summary>
    IReadOnlyList<KeyValuePair<string, Tensor>> Parameters { get; }

    /// <summary>How many numbers all parameters are.</summary>
    long ParameterCount { get; }

    /// <summary>The parameters as a checkpoint holds them. Writing to them changes the model.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> CheckpointTensors { get; }

    /// <summary>Whether checkpoints hold linear layers as [in, out].</summary>
    bool StoresTransposed { get; }

    /// <summary>Every linear layer under its Hugging Face name, heads included.</summary>
    IReadOnlyDictionary<string, Linear> Linears { get; }

    /// <summary>The layer whose output is the model's answer; null where there is none.</summary>
    Linear? Head { get; }
}
