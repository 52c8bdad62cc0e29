using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Weights;
using TorchSharp;

namespace Fulcrum.Models;

/// <summary>A model opened from disk: its decoder, its tokenizer and its chat template.</summary>
public sealed class LanguageModel : IDisposable
{
    private LanguageModel(string path, string? folder, ModelText text, Decoder decoder) => (Path, Folder, Text, Decoder) = (path, folder, text, decoder);

    /// <summary>What was opened, as given.</summary>
    public string Path { get; }

    /// <summary>The folder that holds <c>tokenizer.json</c> and its companions; null when there is none.</summary>
    public string? Folder { get; }

    /// <summary>How it reads and writes text.</summary>
    public ModelText Text { get; }

    /// <summary>Text to tokens and back: by the folder's <c>tokenizer.json</c>, else by the GGUF; null where there is none.</summary>
    public Tokenizer? Tokenizer => Text.Tokenizer;

    /// <summary>
    /// How the model was taught conversations: of the folder, else <c>tokenizer.chat_template</c> of the GGUF; null for a
    /// model that was taught none.
    /// </summary>
    public ChatTemplate? ChatTemplate => Text.ChatTemplate;

    /// <summary>The transformer that turns tokens into logits.</summary>
    public Decoder Decoder { get; }

    /// <summary>What the model is.</summary>
    public ModelConfiguration Configuration => Decoder.Configuration;

    /// <summary>What the user should know of this model before trusting it, e.g. weights that are not numbers or chat templates to choose from; often empty.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>
    /// Opens a Hugging Face folder (<c>config.json</c> and safetensors or a single GGUF) or a <c>.gguf</c> file.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <param name="precision">How the weights of linear layers are kept: in fewer bits they are frozen, but adapters can be trained on them.</param>
    /// <param name="isTrained">Whether all weights are to be trained: they are float32 then, also where the device multiplies in bfloat16.</param>
    /// <param name="textRead">Is told what is known before the weights are read: who needs no more can begin with it on another thread.</param>
    /// <exception cref="InputException">
    /// Something is missing, cut off or malformed, the architecture is unknown, the model is a classifier, the tokenizer
    /// does not fit the vocabulary, or the chat template cannot be read.
    /// </exception>
    public static LanguageModel Load(
        string path, ComputeDevice? device = null, WeightPrecision precision = WeightPrecision.Full, bool isTrained = false, Action<ModelText>? textRead = null) =>
        Open(path, device, precision, isTrained, isClassifier: false, textRead: textRead);

    internal static LanguageModel Open(
        string path, ComputeDevice? device, WeightPrecision precision, bool isTrained, bool isClassifier, torch.Tensor? head = null, Action<ModelText>? textRead = null)
    {
        if (!System.IO.Path.Exists(path))
        {
            throw new InputException(new InputError("There is no such model.")
            {
                File = path, Remedy = "Give a Hugging Face folder or a .gguf file.",
            });
        }

        using var files = new ModelFiles(path);
        var (weights, folder) = (files.Weights, files.Folder);
        var configuration = files.ReadConfiguration();
        if (head is not null) configuration = configuration with { Labels = [.. Enumerable.Range(0, (int)head.shape[0]).Select(label => $"LABEL_{label}")] };
        if (configuration.Labels is not null != isClassifier)
        {
            throw new InputException(new InputError(isClassifier ? "The model predicts tokens, not classes." : "The model predicts classes, not tokens.")
            {
                File = files.ConfigurationFile, Remedy = isClassifier
                    ? "A classifier's config.json names …ForSequenceClassification among its architectures."
                    : "Give the language model that it was made from.",
            });
        }

        // What is small and may be wrong comes before the weights.
        var tokenizer = files.ReadTokenizer();
        var hasFile = File.Exists(files.TokenizerFile);
        if (tokenizer?.IdLimit > configuration.VocabularySize) throw TooLarge(tokenizer, configuration, hasFile ? files.TokenizerFile : path);
        var template = files.FindChatTemplate();
        var text = new ModelText(tokenizer, template.Template, configuration.ContextLength);
        textRead?.Invoke(text);
        var watched = new FiniteWeights(head is null ? weights : new ReplacedHead(weights, head));
        var decoder = Decoder.Load(configuration, watched, path, device, precision, isTrained);
        return new LanguageModel(path, hasFile ? folder : null, text, decoder)
        {
            Warnings = template.Warning is { } warning ? [warning, .. watched.Warnings] : watched.Warnings,
        };
    }

    /// <inheritdoc />
    public void Dispose() => Decoder.Dispose();

    private static InputException TooLarge(Tokenizer tokenizer, ModelConfiguration configuration, string file) =>
        new(new InputError($"The tokenizer has the token {tokenizer.IdLimit - 1}, but the model only {configuration.VocabularySize} tokens.")
        {
            File = file, Remedy = "Use the tokenizer.json that belongs to this model.",
        });
}
