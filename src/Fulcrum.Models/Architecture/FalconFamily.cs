namespace Fulcrum.Models.Architecture;

/// <summary>
/// Falcon of both generations: layer norms, attention beside the feed-forward block, one projection for query, key and value,
/// no gate (transformers: modeling_falcon.py). The new generation has several key heads and may norm each block's input apart.
/// </summary>
internal static class FalconFamily
{
    private static readonly ParameterNames Names = new()
    {
        Embedding = "transformer.word_embeddings",
        Layers = "transformer.h",
        FinalNorm = "transformer.ln_f",
        QueryKeyValue = ["self_attention.query_key_value"],
        AttentionOutput = "self_attention.dense",
        FeedForwardInputs = ["mlp.dense_h_to_4h"],
        Down = "mlp.dense_4h_to_h",
    };

    /// <param name="isParallel">Whether attention and feed-forward block stand side by side.</param>
    /// <param name="hasTwoNorms">Whether each of the two then has a norm of its own.</param>
    public static ParameterNames NamesOf(bool isParallel, bool hasTwoNorms) =>
        !isParallel ? Names
        : hasTwoNorms ? Names with { BeforeAttention = "ln_attn", BeforeFeedForward = "ln_mlp" }
        : Names with { BeforeFeedForward = null };

    public static ModelConfiguration Read(ConfigurationJson json)
    {
        if (json.Flag("alibi") == true) json.Fail("Falcon with ALiBi positions is not supported.", "Use one with rotary positions.");
        var isNew = json.Flag("new_decoder_architecture") ?? false;
        var isParallel = isNew || (json.Flag("parallel_attn") ?? true);
        var heads = json.Size("num_attention_heads");
        var keyHeads = isNew ? json.Size("num_kv_heads", heads) : json.Flag("multi_query") ?? true ? 1 : heads;
        var hidden = json.Size("hidden_size");
        if (heads % keyHeads != 0) json.Fail($"{heads} query heads cannot share {keyHeads} key and value heads.");
        if (hidden % (2 * heads) != 0) json.Fail($"A width of {hidden} cannot be divided into {heads} heads of even size.");
        var headSize = Math.Max(1, hidden / heads);
        var hasBias = json.Flag("bias") ?? false;
        return new ModelConfiguration
        {
            ModelType = "falcon",
            Names = NamesOf(isParallel, hasTwoNorms: isNew && json.OptionalSize("num_ln_in_parallel_attn") != 1),
            GroupsProjection = true,
            IsParallel = isParallel,
            VocabularySize = json.Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Size("ffn_hidden_size", 4 * hidden),
            LayerCount = json.Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = keyHeads,
            HeadSize = headSize,
            ContextLength = json.Size("max_position_embeddings", 2048),
            Norm = NormKind.Layer,
            NormEpsilon = json.Number("layer_norm_epsilon") ?? 1e-5,
            Rotary = RotaryReader.Read(json, headSize),
            AttentionBias = hasBias,
            AttentionOutputBias = hasBias,
            FeedForwardBias = hasBias,
            IsGated = false,
            Activation = json.Activation("activation", Activation.Gelu),
            TiedHead = json.Flag("tie_word_embeddings") ?? true,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }
}
