namespace Fulcrum.Models.Architecture;

/// <summary>
/// Qwen2 and Qwen2.5: a Llama with biases on query, key and value, and windows that hardly any checkpoint turns on
/// (transformers: modeling_qwen2.py).
/// </summary>
internal static class Qwen2Family
{
    public static ModelConfiguration Read(ConfigurationJson json) =>
        WithWindow(json, LlamaFamily.Read(json)) with { AttentionBias = true, AttentionOutputBias = false };

    /// <summary>Of Qwen2 and Qwen3: the upper layers see through a window if <c>use_sliding_window</c> is set.</summary>
    public static ModelConfiguration WithWindow(ConfigurationJson json, ModelConfiguration configuration)
    {
        if (json.Flag("use_sliding_window") != true) return configuration;
        var first = json.OptionalSize("max_window_layers", absent: 28) ?? 0;
        return configuration with
        {
            Window = json.OptionalSize("sliding_window", absent: 4096),
            WindowLayers = WindowLayers.Read(json, configuration.LayerCount, layer => layer >= first),
        };
    }
}
