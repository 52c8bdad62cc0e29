using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Formats;

/// <summary>
/// The files of a language model. What <c>config.json</c>, <c>tokenizer.json</c> and the files of chat templates say is read from
/// those where they lie beside the weights, else from a GGUF's metadata. Nobody else needs to ask which of the two it is.
/// </summary>
internal sealed class ModelFiles : IDisposable
{
    private readonly string _path;
    private readonly GgufWeights? _gguf;

    /// <summary>Opens the weights and reads their header.</summary>
    /// <param name="path">A Hugging Face folder or a weight file.</param>
    /// <exception cref="InputException">There is no weight file, several that contradict, or it is malformed.</exception>
    public ModelFiles(string path)
    {
        _path = path;
        Folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        Weights = WeightSource.Open(path);
        _gguf = Weights as GgufWeights;
    }

    /// <summary>Where the model lies.</summary>
    public string Folder { get; }

    /// <summary><c>config.json</c> in <see cref="Folder"/>, whether it exists or not.</summary>
    public string ConfigurationFile => Path.Combine(Folder, "config.json");

    /// <summary><c>tokenizer.json</c> in <see cref="Folder"/>, whether it exists or not.</summary>
    public string TokenizerFile => Path.Combine(Folder, "tokenizer.json");

    /// <summary>The tensors, under Hugging Face's names.</summary>
    public IWeightSource Weights { get; }

    /// <summary>The metadata of a GGUF; empty where the weights are none.</summary>
    public IReadOnlyDictionary<string, object> Metadata => _gguf?.Metadata ?? new Dictionary<string, object>();

    /// <summary>Whether the configuration is told by metadata: a GGUF was named itself, or has no <c>config.json</c> beside it.</summary>
    public bool IsConfiguredByMetadata => _gguf is not null && (_path != Folder || !File.Exists(ConfigurationFile));

    /// <summary>
    /// Names and shapes of all weights as they were before they were packed. A GGUF's are under llama.cpp's names: those of a
    /// model that Fulcrum does not run have no others.
    /// </summary>
    public IEnumerable<(string Name, IReadOnlyList<long> Shape)> Shapes => _gguf is null
        ? BitsAndBytesShapes.Of(Weights)
        : _gguf.File.Tensors.Values.Select(tensor => (tensor.Name, tensor.Shape));

    /// <summary>Reads the configuration of a decoder.</summary>
    /// <exception cref="InputException">There is none, it is malformed, or of no known decoder.</exception>
    public ModelConfiguration ReadConfiguration() =>
        IsConfiguredByMetadata ? GgufConfiguration.Read(_gguf!) : Families.ConfigurationFile.Read(ConfigurationFile);

    /// <summary>Reads the tokenizer; null where there is none.</summary>
    /// <exception cref="InputException">It is malformed, or of a kind that is not known.</exception>
    public Tokenizer? ReadTokenizer() =>
        File.Exists(TokenizerFile) ? Tokenizer.Load(TokenizerFile) : _gguf is null ? null : GgufTokenizer.Read(_gguf);

    /// <summary>Finds the chat template.</summary>
    /// <exception cref="InputException">It cannot be used, or a file cannot be read.</exception>
    public ModelChatTemplate FindChatTemplate() => ModelChatTemplate.Find(Folder, _path, _gguf?.Metadata);

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}
