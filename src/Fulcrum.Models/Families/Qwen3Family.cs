using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>Qwen3: a Llama that normalizes each query and key before turning it (transformers: modeling_qwen3.py).</summary>
internal sealed class Qwen3Family : LlamaFamily
{
    private static readonly ParameterNames Names = new() { QueryNorm = "self_attn.q_norm", KeyNorm = "self_attn.k_norm" };

    public override IReadOnlyList<string> ModelTypes { get; } = ["qwen3"];

    public override string TransformersClass => "Qwen3ForCausalLM";

    public override GgufArchitecture? Gguf { get; } = new("qwen3", "qwen3", Names);

    public override ModelConfiguration Read(ConfigurationJson json) => Qwen2Family.WithWindow(json, base.Read(json)) with { Names = Names };

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        base.Write(configuration, json);
        Qwen2Family.WriteWindow(configuration, json);
    }
}
