namespace Fulcrum.Models.Architecture;

/// <summary>
/// Phi-3: a Llama with one projection for query, key and value, one for gate and up, and a window on all layers
/// (transformers: modeling_phi3.py).
/// </summary>
internal static class Phi3Family
{
    public static ParameterNames Names { get; } = new()
    {
        QueryKeyValue = ["self_attn.qkv_proj"], FeedForwardInputs = ["mlp.gate_up_proj"],
    };

    public static ModelConfiguration Read(ConfigurationJson json) => LlamaFamily.Read(json) with
    {
        Names = Names,
        Window = json.OptionalSize("sliding_window"),
        ContextLength = json.Size("max_position_embeddings", 4096),
        NormEpsilon = json.Number("rms_norm_eps") ?? 1e-5,
    };
}
