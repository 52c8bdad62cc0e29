namespace Fulcrum.Models.Architecture;

/// <summary>
/// GPT-2: learned positions, layer norms, one projection for query, key and value, no gate, linear layers that checkpoints
/// hold as [in, out] (transformers: modeling_gpt2.py, <c>Conv1D</c>).
/// </summary>
internal static class Gpt2Family
{
    public static ParameterNames Names { get; } = new()
    {
        Embedding = "transformer.wte",
        Positions = "transformer.wpe",
        Layers = "transformer.h",
        FinalNorm = "transformer.ln_f",
        BeforeAttention = "ln_1",
        QueryKeyValue = ["attn.c_attn"],
        AttentionOutput = "attn.c_proj",
        BeforeFeedForward = "ln_2",
        FeedForwardInputs = ["mlp.c_fc"],
        Down = "mlp.c_proj",
    };

    public static ModelConfiguration Read(ConfigurationJson json)
    {
        if (json.Flag("scale_attn_by_inverse_layer_idx") == true) json.Fail("Attention scaled by the layer's number is not supported.");
        var heads = json.Size("n_head");
        var hidden = json.Size("n_embd");
        if (hidden % heads != 0) json.Fail($"A width of {hidden} cannot be divided into {heads} heads.");
        return new ModelConfiguration
        {
            ModelType = "gpt2",
            Names = Names,
            StoresTransposed = true,
            VocabularySize = json.Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.OptionalSize("n_inner") ?? 4 * hidden,
            LayerCount = json.Size("n_layer"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadSize = Math.Max(1, hidden / heads),
            ContextLength = json.Size("n_positions", 1024),
            Norm = NormKind.Layer,
            NormEpsilon = json.Number("layer_norm_epsilon") ?? 1e-5,
            Rotary = null,
            AttentionScale = json.Flag("scale_attn_weights") == false ? 1 : null,
            AttentionBias = true,
            AttentionOutputBias = true,
            FeedForwardBias = true,
            IsGated = false,
            Activation = json.Activation("activation_function", Activation.GeluTanh),
            TiedHead = json.Flag("tie_word_embeddings") ?? true,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }
}
