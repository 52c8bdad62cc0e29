using Fulcrum.Data;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>The families of models that Fulcrum knows.</summary>
internal static class ModelFamilies
{
    /// <summary>All of them, one line each.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } =
    [
        new BertFamily(),
        new FalconFamily(),
        new Gemma3Family(),
        new Gpt2Family(),
        new LlamaFamily(),
        new MistralFamily(),
        new Phi3Family(),
        new Qwen2Family(),
        new Qwen3Family(),
    ];

    /// <summary>The model types whose models can be written as GGUF, in order.</summary>
    public static IEnumerable<string> WrittenAsGguf =>
        All.OfType<DecoderFamily>().Where(family => family.Gguf is not null).SelectMany(family => family.ModelTypes).Order(StringComparer.Ordinal);

    /// <summary>The decoder with this <c>model_type</c>; null where there is none.</summary>
    public static DecoderFamily? Decoder(string? modelType) => Find(modelType) as DecoderFamily;

    /// <summary>The encoder with this <c>model_type</c>; null where there is none.</summary>
    public static EncoderFamily? Encoder(string? modelType) => Find(modelType) as EncoderFamily;

    /// <summary>llama.cpp's architecture of this name; null where no family has it.</summary>
    public static GgufArchitecture? Gguf(string? architecture) =>
        All.OfType<DecoderFamily>().Select(family => family.Gguf).FirstOrDefault(gguf => gguf is not null && gguf.Name == architecture);

    /// <summary>Reads the configuration of a decoder.</summary>
    /// <exception cref="InputException">The model type is unknown or an encoder's, or values are missing or make no sense.</exception>
    public static ModelConfiguration ReadDecoder(ConfigurationJson json)
    {
        var family = Decoder(json.Text("model_type")) ?? throw NoReader(json);
        var configuration = family.Read(json) with { Labels = Labels(json) };
        StoredQuantization.Check(json, readsNF4: true);
        json.ThrowIfFailed();
        return configuration;
    }

    /// <summary>Reads the configuration of an encoder.</summary>
    /// <exception cref="InputException">The model type is unknown or a decoder's, or values are missing or make no sense.</exception>
    public static EncoderConfiguration ReadEncoder(ConfigurationJson json)
    {
        var family = Encoder(json.Text("model_type")) ?? throw NoReader(json);
        var configuration = family.Read(json);
        StoredQuantization.Check(json, readsNF4: false);
        json.ThrowIfFailed();
        return configuration;
    }

    private static ModelFamily? Find(string? modelType) => All.FirstOrDefault(family => family.ModelTypes.Contains(modelType));

    /// <summary>What to say of a configuration whose model type is none, unknown, or of the other kind than what is to be opened.</summary>
    private static InputException NoReader(ConfigurationJson json)
    {
        var type = json.Text("model_type");
        var message = type is null ? "The configuration has no model_type." : Find(type) switch
        {
            EncoderFamily => $"A {type} is an encoder: it predicts no next token.",
            DecoderFamily => $"A {type} is a decoder, not an encoder.",
            _ => $"The model type {type} is not known.",
        };
        var known = All.SelectMany(family => family.ModelTypes).Order(StringComparer.Ordinal);
        var encoders = All.OfType<EncoderFamily>().SelectMany(family => family.ModelTypes).Select(encoder => $"{encoder} is an encoder");
        return new InputException(new InputError(message)
        {
            File = json.File, Remedy = $"Known are: {string.Join(", ", known)} ({string.Join(", ", encoders)}).",
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
