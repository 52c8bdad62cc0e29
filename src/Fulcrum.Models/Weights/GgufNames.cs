using System.Text.RegularExpressions;

namespace Fulcrum.Models.Weights;

/// <summary>llama.cpp's tensor names as Hugging Face's (llama.cpp: gguf-py/gguf/tensor_mapping.py).</summary>
internal static partial class GgufNames
{
    private static readonly Dictionary<string, string> OfModel = new()
    {
        ["token_embd"] = "model.embed_tokens",
        ["output_norm"] = "model.norm",
        ["output"] = "lm_head",
    };

    private static readonly Dictionary<string, string> OfLayer = new()
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    private static readonly Dictionary<string, string> ToModel = OfModel.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly Dictionary<string, string> ToLayer = OfLayer.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The name in a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public static string? ToHuggingFace(string name)
    {
        if (Pattern().Match(name) is not { Success: true } match) return null;
        var (layer, part, kind) = (match.Groups["layer"], match.Groups["part"].Value, match.Groups["kind"].Value);
        if (!(layer.Success ? OfLayer : OfModel).TryGetValue(part, out var known)) return null;
        return layer.Success ? $"model.layers.{layer.Value}.{known}.{kind}" : $"{known}.{kind}";
    }

    /// <summary>llama.cpp's name for one of a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public static string? FromHuggingFace(string name)
    {
        if (HuggingFacePattern().Match(name) is not { Success: true } match) return null;
        var (layer, part, kind) = (match.Groups["layer"], match.Groups["part"].Value, match.Groups["kind"].Value);
        if (!(layer.Success ? ToLayer : ToModel).TryGetValue(part, out var known)) return null;
        return layer.Success ? $"blk.{layer.Value}.{known}.{kind}" : $"{known}.{kind}";
    }

    [GeneratedRegex(@"^(blk\.(?<layer>\d+)\.)?(?<part>[a-z_]+)\.(?<kind>weight|bias)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(model\.layers\.(?<layer>\d+)\.)?(?<part>[a-z_.]+)\.(?<kind>weight|bias)$", RegexOptions.ExplicitCapture)]
    private static partial Regex HuggingFacePattern();
}
