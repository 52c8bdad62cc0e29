using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// GPT-2: learned positions, layer norms, one projection for query, key and value, no gate, linear layers that checkpoints
/// hold as [in, out] (transformers: modeling_gpt2.py, <c>Conv1D</c>).
/// </summary>
internal sealed class Gpt2Family : DecoderFamily
{
    private static readonly ParameterNames Names = new()
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

    public override IReadOnlyList<string> ModelTypes { get; } = ["gpt2"];

    public override string TransformersClass => "GPT2LMHeadModel";

    public override GgufArchitecture? Gguf { get; } = new Gpt2Architecture();

    public override ModelConfiguration Read(ConfigurationJson json)
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
            Activation = ActivationNames.Read(json, "activation_function", Activation.GeluTanh),
            TiedHead = json.Flag("tie_word_embeddings") ?? true,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        json["n_embd"] = configuration.HiddenSize;
        json["n_inner"] = configuration.IntermediateSize;
        json["n_layer"] = configuration.LayerCount;
        json["n_head"] = configuration.HeadCount;
        json["n_positions"] = configuration.ContextLength;
        json["layer_norm_epsilon"] = configuration.NormEpsilon;
        json["activation_function"] = ActivationNames.Of(configuration.Activation);
        json["scale_attn_weights"] = configuration.AttentionScale is null;
    }

    private sealed class Gpt2Architecture() : GgufArchitecture("gpt2", "gpt2", Names)
    {
        public override IReadOnlyDictionary<string, string> ConfigurationKeys { get; } = new Dictionary<string, string>
        {
            ["context_length"] = "n_positions",
            ["embedding_length"] = "n_embd",
            ["block_count"] = "n_layer",
            ["feed_forward_length"] = "n_inner",
            ["attention.head_count"] = "n_head",
            ["attention.layer_norm_epsilon"] = "layer_norm_epsilon",
        };

        public override string? Obstacle(ModelConfiguration configuration) => base.Obstacle(configuration)
            ?? (configuration.AttentionScale is not null ? $"{What(configuration)} with unscaled attention" : null)
            ?? OtherActivation(configuration, Activation.GeluTanh);
    }
}
