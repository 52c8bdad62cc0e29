using System.Text.Json.Nodes;

namespace Fulcrum.Models.Architecture;

/// <summary>A configuration as transformers' <c>config.json</c>, for a model that came without one.</summary>
public static class ConfigurationWriter
{
    private static readonly Dictionary<string, string> Classes = new()
    {
        ["falcon"] = "FalconForCausalLM",
        ["gemma3"] = "Gemma3ForCausalLM",
        ["gemma3_text"] = "Gemma3ForCausalLM",
        ["gpt2"] = "GPT2LMHeadModel",
        ["llama"] = "LlamaForCausalLM",
        ["mistral"] = "MistralForCausalLM",
        ["phi3"] = "Phi3ForCausalLM",
        ["qwen2"] = "Qwen2ForCausalLM",
        ["qwen3"] = "Qwen3ForCausalLM",
    };

    /// <summary>What <see cref="ConfigurationFile.Read"/> reads as the same configuration.</summary>
    /// <exception cref="NotSupportedException">The rotary scaling is not linear, or the model is a classifier.</exception>
    public static JsonObject Write(ModelConfiguration configuration)
    {
        if (configuration.Labels is not null) throw new NotSupportedException("The configuration of a classifier cannot be written.");
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(Classes[configuration.ModelType]),
            ["model_type"] = configuration.ModelType is "gemma3" ? "gemma3_text" : configuration.ModelType,
            ["vocab_size"] = configuration.VocabularySize,
            ["bos_token_id"] = configuration.BeginToken,
            ["eos_token_id"] = configuration.EndTokens is [var only] ? only : new JsonArray([.. configuration.EndTokens.Select(token => (JsonNode)token)]),
            ["pad_token_id"] = configuration.PaddingToken,
            ["tie_word_embeddings"] = configuration.TiedHead,
            ["initializer_range"] = configuration.InitializerRange,
            ["torch_dtype"] = "float32",
        };
        foreach (var (key, value) in configuration.ModelType is "gpt2" ? OfGpt2(configuration) : OfOthers(configuration)) json[key] = value;
        return json;
    }

    private static Dictionary<string, JsonNode?> OfGpt2(ModelConfiguration c) => new()
    {
        ["n_embd"] = c.HiddenSize,
        ["n_inner"] = c.IntermediateSize,
        ["n_layer"] = c.LayerCount,
        ["n_head"] = c.HeadCount,
        ["n_positions"] = c.ContextLength,
        ["layer_norm_epsilon"] = c.NormEpsilon,
        ["activation_function"] = Name(c.Activation),
        ["scale_attn_weights"] = c.AttentionScale is null,
    };

    private static Dictionary<string, JsonNode?> OfOthers(ModelConfiguration c)
    {
        var json = new Dictionary<string, JsonNode?>
        {
            ["hidden_size"] = c.HiddenSize,
            ["num_hidden_layers"] = c.LayerCount,
            ["num_attention_heads"] = c.HeadCount,
            ["max_position_embeddings"] = c.ContextLength,
            ["rope_theta"] = c.Rotary!.Theta,
        };
        if (c.Rotary.Divisors is { } divisors)
        {
            if (divisors.Any(divisor => !divisor.Equals(divisors[0]))) throw new NotSupportedException("Only linear rotary scaling can be written.");
            json["rope_scaling"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = divisors[0] };
        }

        foreach (var (key, value) in c.ModelType is "falcon" ? OfFalcon(c) : OfLlamas(c)) json[key] = value;
        if (c.ModelType is not ("gemma3" or "gemma3_text")) return json;

        json["query_pre_attn_scalar"] = 1 / (c.AttentionScale!.Value * c.AttentionScale.Value);
        json["rope_local_base_freq"] = c.WindowRotary!.Theta;
        json["hidden_activation"] = Name(c.Activation);
        return json;
    }

    private static Dictionary<string, JsonNode?> OfLlamas(ModelConfiguration c)
    {
        var json = new Dictionary<string, JsonNode?>
        {
            ["intermediate_size"] = c.IntermediateSize,
            ["num_key_value_heads"] = c.KeyValueHeadCount,
            ["head_dim"] = c.HeadSize,
            ["rms_norm_eps"] = c.NormEpsilon,
            ["sliding_window"] = c.Window,
            ["use_sliding_window"] = c.Window is not null,
            ["attention_bias"] = c.AttentionBias,
            ["mlp_bias"] = c.FeedForwardBias,
        };
        if (c.WindowLayers is { } layers) json["layer_types"] = new JsonArray([.. layers.Select(hasWindow => (JsonNode)WindowLayers.Name(hasWindow))]);
        return json;
    }

    private static Dictionary<string, JsonNode?> OfFalcon(ModelConfiguration c)
    {
        var hasTwoNorms = c.IsParallel && c.Names.BeforeFeedForward is not null;
        var isNew = hasTwoNorms || c.KeyValueHeadCount is not 1 && c.KeyValueHeadCount != c.HeadCount;
        return new()
        {
            ["ffn_hidden_size"] = c.IntermediateSize,
            ["new_decoder_architecture"] = isNew,
            ["num_kv_heads"] = c.KeyValueHeadCount,
            ["num_ln_in_parallel_attn"] = isNew ? hasTwoNorms ? 2 : 1 : null,
            ["multi_query"] = c.KeyValueHeadCount == 1,
            ["parallel_attn"] = c.IsParallel,
            ["alibi"] = false,
            ["bias"] = c.AttentionBias,
            ["layer_norm_epsilon"] = c.NormEpsilon,
            ["activation"] = Name(c.Activation),
        };
    }

    private static string Name(Activation activation) => activation switch
    {
        Activation.Silu => "silu",
        Activation.Gelu => "gelu",
        _ => "gelu_pytorch_tanh",
    };
}
