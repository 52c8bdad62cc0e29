using System.Text.RegularExpressions;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Gguf;

/// <summary>llama.cpp's tensor names against those of a family's Hugging Face checkpoints (llama.cpp: gguf-py/gguf/tensor_mapping.py).</summary>
internal sealed partial class GgufNames
{
    private readonly Dictionary<string, string> _toHuggingFace = [];
    private readonly Dictionary<string, string> _fromHuggingFace = [];
    private readonly string _layers;

    /// <param name="names">What the checkpoint calls its parameters.</param>
    /// <param name="isParallel">Whether attention and feed-forward block stand side by side.</param>
    public GgufNames(ParameterNames names, bool isParallel)
    {
        _layers = names.Layers;
        Add("token_embd", names.Embedding);
        Add("position_embd", names.Positions);
        Add("output_norm", names.FinalNorm);
        Add("output", "lm_head");

        // Of two norms side by side llama.cpp calls that of the feed-forward block the first.
        var hasTwoAside = isParallel && names.BeforeFeedForward is not null;
        Add("*.attn_norm", hasTwoAside ? names.BeforeFeedForward : names.BeforeAttention);
        Add(hasTwoAside ? "*.attn_norm_2" : "*.ffn_norm", hasTwoAside ? names.BeforeAttention : names.BeforeFeedForward);
        Add(names.QueryKeyValue.Count == 1 ? ["*.attn_qkv"] : ["*.attn_q", "*.attn_k", "*.attn_v"], names.QueryKeyValue);
        Add("*.attn_q_norm", names.QueryNorm);
        Add("*.attn_k_norm", names.KeyNorm);
        Add("*.attn_output", names.AttentionOutput);
        Add("*.post_attention_norm", names.AfterAttention);
        Add(names.FeedForwardInputs.Count == 1 ? ["*.ffn_up"] : ["*.ffn_gate", "*.ffn_up"], names.FeedForwardInputs);
        Add("*.ffn_down", names.Down);
        Add("*.post_ffw_norm", names.AfterFeedForward);
    }

    /// <summary>The names in a file of llama.cpp.</summary>
    public static GgufNames Of(GgufFile file) => file.Metadata.GetValueOrDefault("general.architecture") switch
    {
        "falcon" => new GgufNames(FalconFamily.NamesOf(isParallel: true, hasTwoNorms: file.Tensors.ContainsKey("blk.0.attn_norm_2.weight")), isParallel: true),
        "gemma3" => new GgufNames(Gemma3Family.Names, isParallel: false),
        "gpt2" => new GgufNames(Gpt2Family.Names, isParallel: false),
        "phi3" => new GgufNames(Phi3Family.Names, isParallel: false),
        "qwen3" => new GgufNames(Qwen3Family.Names, isParallel: false),
        _ => new GgufNames(ParameterNames.Llama, isParallel: false),
    };

    /// <summary>The name in a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public string? ToHuggingFace(string name) => Translate(name, "blk", _toHuggingFace, _layers);

    /// <summary>llama.cpp's name for one of a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public string? FromHuggingFace(string name) => Translate(name, _layers, _fromHuggingFace, "blk");

    private static string? Translate(string name, string prefix, Dictionary<string, string> known, string otherPrefix)
    {
        var isOfLayer = name.StartsWith(prefix + ".", StringComparison.Ordinal);
        if (Pattern().Match(isOfLayer ? name[(prefix.Length + 1)..] : name) is not { Success: true } match) return null;
        var (layer, part, kind) = (match.Groups["layer"], match.Groups["part"].Value, match.Groups["kind"].Value);
        if (layer.Success != isOfLayer || !known.TryGetValue(isOfLayer ? "*." + part : part, out var other)) return null;
        return isOfLayer ? $"{otherPrefix}.{layer.Value}.{other[2..]}.{kind}" : $"{other}.{kind}";
    }

    private void Add(string[] ours, IReadOnlyList<string> theirs)
    {
        foreach (var (our, their) in ours.Zip(theirs)) Add(our, their);
    }

    private void Add(string our, string? their)
    {
        if (their is null) return;
        if (our.StartsWith("*.", StringComparison.Ordinal)) their = "*." + their;
        _toHuggingFace.Add(our, their);
        _fromHuggingFace.Add(their, our);
    }

    [GeneratedRegex(@"^((?<layer>\d+)\.)?(?<part>[A-Za-z0-9_.]+)\.(?<kind>weight|bias)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
