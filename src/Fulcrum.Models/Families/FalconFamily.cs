using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Falcon of both generations: layer norms, attention beside the feed-forward block, one projection for query, key and value,
/// no gate (transformers: modeling_falcon.py). The new generation has several key heads and may norm each block's input apart.
/// </summary>
internal sealed class FalconFamily : DecoderFamily
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

    public override IReadOnlyList<string> ModelTypes { get; } = ["falcon"];

    public override string TransformersClass => "FalconForCausalLM";

    public override GgufArchitecture? Gguf { get; } = new FalconArchitecture();

    public override ModelConfiguration Read(ConfigurationJson json)
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
            Rotary = RotarySettings.Read(json, headSize),
            AttentionBias = hasBias,
            AttentionOutputBias = hasBias,
            FeedForwardBias = hasBias,
            IsGated = false,
            Activation = ActivationNames.Read(json, "activation", Activation.Gelu),
            TiedHead = json.Flag("tie_word_embeddings") ?? true,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        var hasTwoNorms = HasTwoNorms(configuration.Names) && configuration.IsParallel;
        var isNew = hasTwoNorms || configuration.KeyValueHeadCount is not 1 && configuration.KeyValueHeadCount != configuration.HeadCount;
        json["hidden_size"] = configuration.HiddenSize;
        json["ffn_hidden_size"] = configuration.IntermediateSize;
        json["num_hidden_layers"] = configuration.LayerCount;
        json["num_attention_heads"] = configuration.HeadCount;
        json["num_kv_heads"] = configuration.KeyValueHeadCount;
        json["multi_query"] = configuration.KeyValueHeadCount == 1;
        json["max_position_embeddings"] = configuration.ContextLength;
        json["new_decoder_architecture"] = isNew;
        json["num_ln_in_parallel_attn"] = isNew ? hasTwoNorms ? 2 : 1 : null;
        json["parallel_attn"] = configuration.IsParallel;
        json["alibi"] = false;
        json["bias"] = configuration.AttentionBias;
        json["layer_norm_epsilon"] = configuration.NormEpsilon;
        json["activation"] = ActivationNames.Of(configuration.Activation);
        RotarySettings.Write(json, configuration.Rotary!);
    }

    /// <param name="isParallel">Whether attention and feed-forward block stand side by side.</param>
    /// <param name="hasTwoNorms">Whether each of the two then has a norm of its own.</param>
    private static ParameterNames NamesOf(bool isParallel, bool hasTwoNorms) =>
        !isParallel ? Names
        : hasTwoNorms ? Names with { BeforeAttention = "ln_attn", BeforeFeedForward = "ln_mlp" }
        : Names with { BeforeFeedForward = null };

    /// <summary>Whether of two blocks side by side each has a norm of its own.</summary>
    private static bool HasTwoNorms(ParameterNames names) => names.BeforeFeedForward is not null;

    /// <summary>llama.cpp stacks the fused projection, and its Falcon always has the two blocks side by side.</summary>
    private sealed class FalconArchitecture() : GgufArchitecture("falcon", "falcon", Names)
    {
        private const string SecondNorm = "attn_norm_2";

        public override IReadOnlyDictionary<string, string> ConfigurationKeys { get; } = new Dictionary<string, string>(UsualKeys)
        {
            ["feed_forward_length"] = "ffn_hidden_size",
            ["attention.head_count_kv"] = "num_kv_heads",
            ["attention.layer_norm_epsilon"] = "layer_norm_epsilon",
        };

        public override ParameterNames CheckpointNames(Func<string, bool> hasTensor) => NamesOf(isParallel: true, HasSecondNorm(hasTensor));

        /// <summary>Of two norms side by side llama.cpp calls that of the feed-forward block the first.</summary>
        public override ParameterNames TensorNames(ParameterNames checkpoint)
        {
            var names = base.TensorNames(checkpoint);
            return HasTwoNorms(checkpoint) ? names with { BeforeAttention = SecondNorm, BeforeFeedForward = names.BeforeAttention } : names;
        }

        public override Func<long, long>? RowOrder(string tensor, long rows, long heads, long keyHeads)
        {
            if (!tensor.Contains(".query_key_value.", StringComparison.Ordinal)) return null;
            var all = heads + 2 * keyHeads;
            if (keyHeads <= 0 || heads <= 0 || heads % keyHeads != 0 || rows % all != 0) throw Indivisible(all);
            return row => HeadGrouping.ToStacked(row, heads, keyHeads, rows / all);
        }

        /// <summary>The tensors tell Falcon's generation.</summary>
        public override void AddFromTensors(JsonObject json, Func<string, bool> hasTensor)
        {
            var hasTwoNorms = HasSecondNorm(hasTensor);
            var hasOneKeyHead = json["num_kv_heads"] is JsonValue heads && heads.TryGetValue<int>(out var count) && count == 1;
            json["multi_query"] = hasOneKeyHead;
            json["new_decoder_architecture"] = hasTwoNorms || !hasOneKeyHead;
            json["num_ln_in_parallel_attn"] = hasTwoNorms ? 2 : 1;
            json["bias"] = hasTensor("blk.0.attn_qkv.bias");
        }

        public override string? Obstacle(ModelConfiguration configuration) => base.Obstacle(configuration)
            ?? (configuration.IsParallel ? null : $"{What(configuration)} whose feed-forward block follows attention")
            ?? OtherActivation(configuration, Activation.Gelu);

        private static bool HasSecondNorm(Func<string, bool> hasTensor) => hasTensor($"blk.0.{SecondNorm}.weight");
    }
}
