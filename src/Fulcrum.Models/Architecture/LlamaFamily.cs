namespace Fulcrum.Models.Architecture;

/// <summary>
/// Llama 1–3, SmolLM2 and other checkpoints of <c>model_type: llama</c> (transformers: modeling_llama.py). Families that are
/// a Llama with a difference read it here and say the difference.
/// </summary>
internal static class LlamaFamily
{
    public static ModelConfiguration Read(ConfigurationJson json)
    {
        var type = json.Text("model_type")!;
        if (json.Text("hidden_act") is { } activation and not "silu")
            json.Fail($"The activation {activation} is not one that a {type} model has.", "Expected is silu.");

        var heads = json.Size("num_attention_heads");
        var keyValueHeads = json.Size("num_key_value_heads", heads);
        var hidden = json.Size("hidden_size");
        var headSize = json.Size("head_dim", Math.Max(1, hidden / heads));
        if (heads % keyValueHeads != 0) json.Fail($"{heads} query heads cannot share {keyValueHeads} key and value heads.");
        if (headSize % 2 != 0) json.Fail($"Rotary embedding needs an even head size, not {headSize}.");
        return new ModelConfiguration
        {
            ModelType = type,
            VocabularySize = json.Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Size("intermediate_size"),
            LayerCount = json.Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadSize = headSize,
            ContextLength = json.Size("max_position_embeddings", 2048),
            NormEpsilon = json.Number("rms_norm_eps") ?? 1e-6,
            Rotary = RotaryReader.Read(json, headSize),
            TiedHead = json.Flag("tie_word_embeddings") ?? false,
            AttentionBias = json.Flag("attention_bias") ?? false,
            AttentionOutputBias = json.Flag("attention_bias") ?? false,
            FeedForwardBias = json.Flag("mlp_bias") ?? false,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }
}
