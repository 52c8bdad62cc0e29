using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Weights;
using TorchSharp;

namespace Fulcrum.Models;

/// <summary>A model opened from disk: its decoder, and where its tokenizer and templates are.</summary>
public sealed class LanguageModel : IDisposable
{
    private LanguageModel(string path, string? folder, Decoder decoder) =>
        (Path, Folder, Decoder) = (path, folder, decoder);

    /// <summary>What was opened, as given.</summary>
    public string Path { get; }

    /// <summary>The folder that holds <c>tokenizer.json</c> and its companions; null when there is none.</summary>
    public string? Folder { get; }

    /// <summary>The model itself.</summary>
    public Decoder Decoder { get; }

    /// <summary>What the model is.</summary>
    public ModelConfiguration Configuration => Decoder.Configuration;

    /// <summary>
    /// Opens a Hugging Face folder (<c>config.json</c> and safetensors or a single GGUF) or a <c>.gguf</c> file.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">
    /// Something is missing, cut off or malformed, the architecture is unknown, or the tokenizer does not fit the vocabulary.
    /// </exception>
    public static LanguageModel Load(string path, torch.Device? device = null)
    {
        if (!System.IO.Path.Exists(path))
        {
            throw new InputException(new InputError("There is no such model.")
            {
                File = path, Remedy = "Give a Hugging Face folder or a .gguf file.",
            });
        }

        var folder = Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var configurationFile = System.IO.Path.Combine(folder, "config.json");
        using var weights = WeightSource.Open(path);
        var configuration = weights is GgufWeights gguf && (path != folder || !File.Exists(configurationFile))
            ? GgufConfiguration.Read(gguf)
            : ConfigurationFile.Read(configurationFile);

        var tokenizer = System.IO.Path.Combine(folder, "tokenizer.json");
        if (File.Exists(tokenizer)) CheckThatTokenizerFits(tokenizer, configuration.VocabularySize);
        return new LanguageModel(path, File.Exists(tokenizer) ? folder : null, Decoder.Load(configuration, weights, path, device));
    }

    /// <inheritdoc />
    public void Dispose() => Decoder.Dispose();

    private static void CheckThatTokenizerFits(string file, int vocabularySize)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab");
            var ids = vocabulary.ValueKind == JsonValueKind.Array
                ? Enumerable.Range(0, vocabulary.GetArrayLength())
                : vocabulary.EnumerateObject().Select(token => token.Value.GetInt32());
            if (json.RootElement.TryGetProperty("added_tokens", out var added))
                ids = ids.Concat(added.EnumerateArray().Select(token => token.GetProperty("id").GetInt32()));
            if (ids.Append(0).Max() is var largest && largest < vocabularySize) return;
            throw new InputException(new InputError($"The tokenizer has the token {largest}, but the model only {vocabularySize} tokens.")
            {
                File = file, Remedy = "Use the tokenizer.json that belongs to this model.",
            });
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(new InputError($"The tokenizer cannot be read: {cause.Message}") { File = file }, cause);
        }
    }
}
