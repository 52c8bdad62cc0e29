using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Gguf;

/// <summary>What llama.cpp must know of a model beside its tensors.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Standardized key-value pairs".</remarks>
internal static class GgufMetadata
{
    /// <param name="model">The model, with its tokenizer.</param>
    /// <param name="architecture">llama.cpp's name of the architecture.</param>
    /// <param name="type">How most tensors are stored.</param>
    /// <returns>Keys and values, as <see cref="GgufWriter"/> takes them.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The tokenizer cannot be told to llama.cpp.</exception>
    public static IEnumerable<KeyValuePair<string, object>> Of(LanguageModel model, string architecture, GgufType type)
    {
        KeyValuePair<string, object>[] general =
        [
            new("general.architecture", architecture),
            new("general.type", "model"),
            new("general.name", Name(model.Path)),
            new("general.file_type", type switch { GgufType.F32 => 0u, GgufType.F16 => 1u, _ => 7u }),
            new("general.quantization_version", 2u),
        ];
        var hyperparameters = Hyperparameters(model.Configuration).Select(pair => KeyValuePair.Create($"{architecture}.{pair.Key}", pair.Value));
        var tokenizer = GgufVocabulary.Metadata(model);
        return [.. general, .. hyperparameters, .. tokenizer];
    }

    private static IEnumerable<KeyValuePair<string, object>> Hyperparameters(ModelConfiguration configuration)
    {
        yield return Size("vocab_size", configuration.VocabularySize);
        yield return Size("context_length", configuration.ContextLength);
        yield return Size("embedding_length", configuration.HiddenSize);
        yield return Size("block_count", configuration.LayerCount);
        yield return Size("feed_forward_length", configuration.IntermediateSize);
        yield return Size("attention.head_count", configuration.HeadCount);
        yield return Size("attention.head_count_kv", configuration.KeyValueHeadCount);
        yield return Size("attention.key_length", configuration.HeadSize);
        yield return Size("attention.value_length", configuration.HeadSize);
        yield return new(configuration.Norm == NormKind.Layer ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon", (float)configuration.NormEpsilon);
        if (configuration.Window is { } window) yield return Size("attention.sliding_window", window);
        if (configuration.Rotary is not { } rotary) yield break;
        yield return Size("rope.dimension_count", configuration.HeadSize);
        yield return new("rope.freq_base", (float)rotary.Theta);
        if (rotary is { IsLinear: true, Divisors: { } divisors })
        {
            yield return new("rope.scaling.type", "linear");
            yield return new("rope.scaling.factor", (float)divisors[0]);
        }

        static KeyValuePair<string, object> Size(string key, int value) => new(key, (uint)value);
    }

    private static string Name(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return Directory.Exists(path) ? name : Path.GetFileNameWithoutExtension(name);
    }
}
