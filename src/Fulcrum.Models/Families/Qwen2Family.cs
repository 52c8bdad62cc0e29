using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Qwen2 and Qwen2.5: a Llama with biases on query, key and value, and windows that hardly any checkpoint turns on
/// (transformers: modeling_qwen2.py).
/// </summary>
internal sealed class Qwen2Family : LlamaFamily
{
    public override IReadOnlyList<string> ModelTypes { get; } = ["qwen2"];

    public override string TransformersClass => "Qwen2ForCausalLM";

    public override GgufArchitecture? Gguf { get; } = new("qwen2", "qwen2", ParameterNames.Llama);

    public override ModelConfiguration Read(ConfigurationJson json) =>
        WithWindow(json, base.Read(json)) with { AttentionBias = true, AttentionOutputBias = false };

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        base.Write(configuration, json);
        WriteWindow(configuration, json);
    }

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

    /// <summary>Writes what <see cref="WithWindow"/> reads.</summary>
    public static void WriteWindow(ModelConfiguration configuration, JsonObject json)
    {
        json["use_sliding_window"] = configuration.Window is not null;
        json["sliding_window"] = configuration.Window;
        WindowLayers.Write(json, configuration);
    }
}
