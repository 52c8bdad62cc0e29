namespace Fulcrum.Models.Architecture;

/// <summary>Qwen3: a Llama that normalizes each query and key before turning it (transformers: modeling_qwen3.py).</summary>
internal static class Qwen3Family
{
    public static ParameterNames Names { get; } = new() { QueryNorm = "self_attn.q_norm", KeyNorm = "self_attn.k_norm" };

    public static ModelConfiguration Read(ConfigurationJson json) =>
        Qwen2Family.WithWindow(json, LlamaFamily.Read(json)) with { Names = Names };
}
