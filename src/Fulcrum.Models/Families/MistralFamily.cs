using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Mistral: a Llama whose layers may all see through a window (transformers: modeling_mistral.py). llama.cpp has it as a Llama,
/// without the window.
/// </summary>
internal sealed class MistralFamily : LlamaFamily
{
    public override IReadOnlyList<string> ModelTypes { get; } = ["mistral"];

    public override string TransformersClass => "MistralForCausalLM";

    public override ModelConfiguration Read(ConfigurationJson json) =>
        base.Read(json) with { Window = json.OptionalSize("sliding_window", absent: 4096) };

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        base.Write(configuration, json);
        json["sliding_window"] = configuration.Window;
    }
}
