using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>What those who tune or store a model need to know of it, whatever its architecture.</summary>
public interface INetwork
{
    /// <summary>Every parameter once under its Hugging Face name, in the order of the model.</summary>
    IReadOnlyList<KeyValuePair<string, Tensor>> Parameters { get; }

    /// <summary>Every linear layer under its Hugging Face name, heads included.</summary>
    IReadOnlyDictionary<string, Linear> Linears { get; }
}
