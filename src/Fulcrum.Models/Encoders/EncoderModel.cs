using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Families;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Native;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>An encoder opened from a Hugging Face folder, with its tokenizer.</summary>
public sealed class EncoderModel : IDisposable
{
    private EncoderModel(string folder, Tokenizer tokenizer, Encoder encoder) => (Folder, Tokenizer, Encoder) = (folder, tokenizer, encoder);

    /// <summary>The folder that was opened, as given.</summary>
    public string Folder { get; }

    /// <summary>Turns text into tokens, by the folder's <c>tokenizer.json</c>.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The transformer that turns tokens into hidden states and scores.</summary>
    public Encoder Encoder { get; }

    /// <summary>What the model is.</summary>
    public EncoderConfiguration Configuration => Encoder.Configuration;

    /// <summary>What the user should know of this model before trusting it, e.g. weights that are not numbers; often empty.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Opens <c>config.json</c>, <c>tokenizer.json</c> and the safetensors of a folder, with the head that they have.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">Something is missing or malformed, is of no known encoder, or does not fit together.</exception>
    public static EncoderModel Load(string folder, ComputeDevice? device = null) =>
        Load(folder, (configuration, weights) => Encoder.Load(configuration, weights, folder, device));

    /// <summary>Opens a folder with a new classification head in place of its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">What the head is to tell apart.</param>
    /// <param name="generator">Fills the head.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <inheritdoc cref="Load(string, ComputeDevice?)" path="/exception"/>
    public static EncoderModel LoadForClassification(string folder, IReadOnlyList<string> labels, Generator generator, ComputeDevice? device = null) =>
        Load(folder, (configuration, weights) => Encoder.LoadForClassification(configuration, weights, labels, generator, folder, device));

    /// <summary>Opens a folder with a new classification head in place of its own, filled from a seed.</summary>
    /// <inheritdoc cref="Load(string, ComputeDevice?)" path="/exception"/>
    public static EncoderModel LoadForClassification(string folder, IReadOnlyList<string> labels, int seed, ComputeDevice? device = null)
    {
        TorchRuntime.EnsureLoaded();
        using var generator = new Generator((ulong)seed);
        return LoadForClassification(folder, labels, generator, device);
    }

    /// <summary>The token ids of a text with the special tokens around it, the text cut where they are too many.</summary>
    /// <param name="text">The text; a <c>[SEP]</c> that is spelled out in it stays text.</param>
    /// <param name="maxTokens">Tokens at most, the special ones included.</param>
    /// <param name="keepEnd">Whether what is cut off is the beginning of the text.</param>
    /// <returns>The ids, at least one, and whether the text was cut.</returns>
    public (int[] Ids, bool WasCut) Tokenize(string text, int maxTokens, bool keepEnd = false)
    {
        var ids = Tokenizer.Encode(text, addSpecialTokens: true, recognizeSpecialTokens: false);
        // Without special tokens an empty text would be nothing to look at.
        if (ids.Length == 0) return ([0], false);
        return TokenLimit.Cut(Tokenizer, ids, maxTokens, keepEnd);
    }

    /// <inheritdoc />
    public void Dispose() => Encoder.Dispose();

    private static EncoderModel Load(string folder, Func<EncoderConfiguration, IWeightSource, Encoder> load)
    {
        if (!Directory.Exists(folder)) throw new InputException(new InputError("There is no such folder.") { File = folder, Remedy = "Give the folder of an embedding model." });
        var configuration = ConfigurationFile.ReadEncoder(Path.Combine(folder, "config.json"));
        var tokenizer = ReadTokenizer(Path.Combine(folder, "tokenizer.json"), configuration);
        using var weights = WeightSource.Open(folder);
        var watched = new FiniteWeights(weights);
        var encoder = load(configuration, watched);
        return new EncoderModel(folder, tokenizer, encoder) { Warnings = watched.Warnings };
    }

    private static Tokenizer ReadTokenizer(string file, EncoderConfiguration configuration)
    {
        var tokenizer = Tokenizer.Load(file);
        if (tokenizer.IdLimit <= configuration.VocabularySize) return tokenizer;
        throw new InputException(new InputError($"The tokenizer has the token {tokenizer.IdLimit - 1}, but the model only {configuration.VocabularySize} tokens.")
        {
            File = file, Remedy = "Use the tokenizer.json that belongs to this model.",
        });
    }
}
