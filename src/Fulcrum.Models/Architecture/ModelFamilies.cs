using Fulcrum.Data;

namespace Fulcrum.Models.Architecture;

/// <summary>The model types that the decoder can be, each with the reader of its configuration.</summary>
internal static class ModelFamilies
{
    /// <summary>The model type that is an encoder.</summary>
    public const string Bert = "bert";

    private static readonly SortedDictionary<string, Func<ConfigurationJson, ModelConfiguration>> Readers = new(StringComparer.Ordinal)
    {
        ["falcon"] = FalconFamily.Read,
        ["gemma3"] = Gemma3Family.ReadTextPart,
        ["gemma3_text"] = Gemma3Family.Read,
        ["gpt2"] = Gpt2Family.Read,
        ["llama"] = LlamaFamily.Read,
        ["mistral"] = MistralFamily.Read,
        ["phi3"] = Phi3Family.Read,
        ["qwen2"] = Qwen2Family.Read,
        ["qwen3"] = Qwen3Family.Read,
    };

    /// <summary>Reads a Hugging Face <c>config.json</c>.</summary>
    /// <exception cref="InputException">The model type is unknown, or values are missing or make no sense.</exception>
    public static ModelConfiguration Read(ConfigurationJson json)
    {
        var type = json.Text("model_type");
        if (type is null || !Readers.TryGetValue(type, out var reader))
            throw NoReader(json);

        var configuration = reader(json) with { Labels = Labels(json) };
        StoredQuantization.Check(json, readsNF4: true);
        json.ThrowIfFailed();
        return configuration;
    }

    /// <summary>What to say of a configuration whose model type is none, unknown, or of the other kind than what is to be opened.</summary>
    public static InputException NoReader(ConfigurationJson json)
    {
        var message = json.Text("model_type") switch
        {
            null => "The configuration has no model_type.",
            Bert => $"A {Bert} is an encoder: it predicts no next token.",
            var type when Readers.ContainsKey(type) => $"A {type} is a decoder, not an encoder.",
            var type => $"The model type {type} is not known.",
        };
        return new InputException(new InputError(message)
        {
            File = json.File, Remedy = $"Known are: {string.Join(", ", Readers.Keys.Append(Bert).Order(StringComparer.Ordinal))} ({Bert} is an encoder).",
        });
    }

    /// <summary>Of a classifier the names of its classes. transformers leaves out its defaults for two.</summary>
    private static IReadOnlyList<string>? Labels(ConfigurationJson json)
    {
        if (!json.Texts("architectures").Any(name => name.EndsWith("ForSequenceClassification", StringComparison.Ordinal))) return null;
        var labels = json.NumberedTexts("id2label");
        return labels.Count > 0 ? labels : ["LABEL_0", "LABEL_1"];
    }
}
