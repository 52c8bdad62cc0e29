namespace Fulcrum.Models.Architecture;

/// <summary>Llama 1–3, SmolLM2 and other checkpoints of <c>model_type: llama</c> (transformers: modeling_llama.py).</summary>
internal static class LlamaFamily
{
    public static ModelConfiguration Read(ConfigurationJson json)
    {
        if (json.Text("hidden_act") is { } activation and not "silu")
            json.Fail($"The activation {activation} is not one a llama model has.", "Expected is silu.");

        var heads = json.Size("num_attention_heads");
        var keyValueHeads = json.Size("num_key_value_heads", heads);
        var hidden = json.Size("hidden_size");
        var headSize = json.Size("head_dim", Math.Max(1, hidden / heads));
        if (heads % keyValueHeads != 0) json.Fail($"{heads} query heads cannot share {keyValueHeads} key and value heads.");
        if (headSize % 2 != 0) json.Fail($"Rotary embedding needs an even head size, not {headSize}.");
        return new ModelConfiguration
        {
            ModelType = "llama",
            VocabularySize = json.Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Size("intermediate_size"),
            LayerCount = json.Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadSize = headSize,
            ContextLength = json.Size("max_position_embeddings", 2048),
            NormEpsilon = json.Number("rms_norm_eps") ?? 1e-6,
            Rotary = Rotary(json, headSize),
            TiedHead = json.Flag("tie_word_embeddings") ?? false,
            AttentionBias = json.Flag("attention_bias") ?? false,
            FeedForwardBias = json.Flag("mlp_bias") ?? false,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Tokens("bos_token_id") is [var begin, ..] ? begin : null,
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Tokens("pad_token_id") is [var padding, ..] ? padding : null,
        };
    }

    /// <summary>transformers 5 has everything in rope_parameters; before, the base stood beside rope_scaling.</summary>
    private static RotaryConfiguration Rotary(ConfigurationJson json, int headSize)
    {
        var parameters = json.Object("rope_parameters") ?? json.Object("rope_scaling");
        var theta = json.Object("rope_parameters")?.Number("rope_theta") ?? json.Number("rope_theta") ?? 10000;
        switch (parameters?.Text("rope_type") ?? parameters?.Text("type") ?? "default")
        {
            case "default":
                return new RotaryConfiguration(theta);
            case "linear":
                return RotaryConfiguration.Linear(theta, headSize, Required("factor"));
            case "llama3":
                return RotaryConfiguration.Llama3(theta, headSize, Required("factor"), Required("low_freq_factor"),
                    Required("high_freq_factor"), Required("original_max_position_embeddings"));
            case var other:
                json.Fail($"The rotary scaling {other} is not known.", "Known are: default, linear, llama3.");
                return new RotaryConfiguration(theta);
        }

        double Required(string key)
        {
            if (parameters!.Number(key) is { } number) return number;
            json.Fail($"The rotary scaling has no {key}.");
            return 1;
        }
    }
}
