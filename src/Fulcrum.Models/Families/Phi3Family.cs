using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Phi-3: a Llama with one projection for query, key and value, one for gate and up, and a window on all layers
/// (transformers: modeling_phi3.py).
/// </summary>
internal sealed class Phi3Family : LlamaFamily
{
    private static readonly ParameterNames Names = new()
    {
        QueryKeyValue = ["self_attn.qkv_proj"], FeedForwardInputs = ["mlp.gate_up_proj"],
    };

    public override IReadOnlyList<string> ModelTypes { get; } = ["phi3"];

    public override string TransformersClass => "Phi3ForCausalLM";

    public override GgufArchitecture? Gguf { get; } = new Phi3Architecture();

    public override ModelConfiguration Read(ConfigurationJson json) => base.Read(json) with
    {
        Names = Names,
        Window = json.OptionalSize("sliding_window"),
        ContextLength = json.Size("max_position_embeddings", 4096),
        NormEpsilon = json.Number("rms_norm_eps") ?? 1e-5,
    };

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        base.Write(configuration, json);
        json["sliding_window"] = configuration.Window;
    }

    private sealed class Phi3Architecture() : GgufArchitecture("phi3", "phi3", Names)
    {
        public override bool StripsBehindMarkup => true;

        protected override bool HasWindow => true;
    }
}
