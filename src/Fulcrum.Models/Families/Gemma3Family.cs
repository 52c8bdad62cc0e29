using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Gemma 3: norms before and after each block that scale by one plus their weight, normed queries and keys, a scaled
/// embedding, and windows with a rotary base of their own on most layers (transformers: modeling_gemma3.py).
/// </summary>
internal sealed class Gemma3Family : DecoderFamily
{
    private const string Text = "gemma3_text";
    private const string Multimodal = "gemma3";

    private static readonly ParameterNames Names = new()
    {
        AfterAttention = "post_attention_layernorm",
        BeforeFeedForward = "pre_feedforward_layernorm",
        AfterFeedForward = "post_feedforward_layernorm",
        QueryNorm = "self_attn.q_norm",
        KeyNorm = "self_attn.k_norm",
    };

    public override IReadOnlyList<string> ModelTypes { get; } = [Text, Multimodal];

    public override string TransformersClass => "Gemma3ForCausalLM";

    public override GgufArchitecture? Gguf { get; } = new Gemma3Architecture();

    public override ModelConfiguration Read(ConfigurationJson json) => json.Text("model_type") == Multimodal ? ReadTextPart(json) : ReadText(json);

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        json["hidden_size"] = configuration.HiddenSize;
        json["intermediate_size"] = configuration.IntermediateSize;
        json["num_hidden_layers"] = configuration.LayerCount;
        json["num_attention_heads"] = configuration.HeadCount;
        json["num_key_value_heads"] = configuration.KeyValueHeadCount;
        json["head_dim"] = configuration.HeadSize;
        json["query_pre_attn_scalar"] = 1 / (configuration.AttentionScale!.Value * configuration.AttentionScale.Value);
        json["max_position_embeddings"] = configuration.ContextLength;
        json["sliding_window"] = configuration.Window;
        json["rms_norm_eps"] = configuration.NormEpsilon;
        json["attention_bias"] = configuration.AttentionBias;
        json["hidden_activation"] = ActivationNames.Of(configuration.Activation);
        json["rope_local_base_freq"] = configuration.WindowRotary!.Theta;
        RotarySettings.Write(json, configuration.Rotary!);
        WindowLayers.Write(json, configuration);
    }

    /// <summary>The text model of a checkpoint that also sees. Its <c>text_config</c> leaves out what is usual.</summary>
    private static ModelConfiguration ReadTextPart(ConfigurationJson json)
    {
        if (json.Object("text_config") is not { } text)
        {
            json.Fail("The configuration has no text_config.");
            return ReadText(json);
        }

        return ReadText(text) with
        {
            ModelType = Multimodal,
            BeginToken = text.Token("bos_token_id") ?? json.Token("bos_token_id") ?? 2,
            EndTokens = [.. text.Tokens("eos_token_id").Union(json.Tokens("eos_token_id"))],
            PaddingToken = text.Token("pad_token_id") ?? json.Token("pad_token_id") ?? 0,
        };
    }

    private static ModelConfiguration ReadText(ConfigurationJson json)
    {
        foreach (var key in (string[])["attn_logit_softcapping", "final_logit_softcapping"])
            if (json.Number(key) is not null) json.Fail($"{key} is not supported.");
        if (json.Flag("use_bidirectional_attention") == true) json.Fail("A Gemma that sees what follows is not a decoder.");

        var heads = json.Size("num_attention_heads", 8);
        var keyHeads = json.Size("num_key_value_heads", 4);
        var headSize = json.Size("head_dim", 256);
        var hidden = json.Size("hidden_size", 2304);
        var layers = json.Size("num_hidden_layers", 26);
        var pattern = json.OptionalSize("sliding_window_pattern") ?? json.Size("_sliding_window_pattern", 6);
        if (heads % keyHeads != 0) json.Fail($"{heads} query heads cannot share {keyHeads} key and value heads.");
        if (headSize % 2 != 0) json.Fail($"Rotary embedding needs an even head size, not {headSize}.");
        var hasBias = json.Flag("attention_bias") ?? false;
        var rotary = json.Object("rope_parameters");
        return new ModelConfiguration
        {
            ModelType = Text,
            Names = Names,
            VocabularySize = json.Size("vocab_size", 262_208),
            HiddenSize = hidden,
            EmbeddingScale = Math.Sqrt(hidden),
            IntermediateSize = json.Size("intermediate_size", 9216),
            LayerCount = layers,
            HeadCount = heads,
            KeyValueHeadCount = keyHeads,
            HeadSize = headSize,
            AttentionScale = 1 / Math.Sqrt(json.Number("query_pre_attn_scalar") ?? 256),
            ContextLength = json.Size("max_position_embeddings", 131_072),
            Window = json.OptionalSize("sliding_window", absent: 4096),
            WindowLayers = WindowLayers.Read(json, layers, layer => (layer + 1) % pattern != 0),
            Rotary = rotary?.Object("full_attention") is { } full
                ? RotarySettings.Read(full, full, headSize, 1_000_000)
                : RotarySettings.Read(json, json.Object("rope_scaling"), headSize, 1_000_000),
            WindowRotary = rotary?.Object("sliding_attention") is { } local
                ? RotarySettings.Read(local, local, headSize, 10_000)
                : new RotaryConfiguration(json.Number("rope_local_base_freq") ?? 10_000),
            Norm = NormKind.RootMeanSquarePlusOne,
            NormEpsilon = json.Number("rms_norm_eps") ?? 1e-6,
            AttentionBias = hasBias,
            AttentionOutputBias = hasBias,
            Activation = ActivationNames.Read(json, "hidden_activation", Activation.GeluTanh),
            TiedHead = json.Flag("tie_word_embeddings") ?? true,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            BeginToken = json.Token("bos_token_id"),
            EndTokens = json.Tokens("eos_token_id"),
            PaddingToken = json.Token("pad_token_id"),
        };
    }

    private sealed class Gemma3Architecture() : GgufArchitecture("gemma3", Text, Names)
    {
        private const double WindowTheta = 10_000;

        public override bool AddsOneToNorms => true;

        protected override bool HasWindow => true;

        public override ModelConfiguration WithFixed(ModelConfiguration configuration) =>
            configuration with { AttentionScale = AttentionScale(configuration) };

        public override string? Obstacle(ModelConfiguration configuration) => base.Obstacle(configuration)
            ?? (Enumerable.Range(0, configuration.LayerCount).Any(layer => configuration.HasWindow(layer) != ((layer + 1) % 6 != 0))
                ? "A Gemma that sees all in other layers than every sixth" : null)
            ?? (configuration.WindowRotary is { Theta: not WindowTheta } ? "A Gemma with another rotary base than 10000 in its windowed layers" : null)
            ?? (Math.Abs(configuration.AttentionScale!.Value - AttentionScale(configuration)) > 1e-9
                ? "A Gemma of this size with another attention scale" : null)
            ?? OtherActivation(configuration, Activation.GeluTanh);

        /// <summary>llama.cpp knows by the size what <c>query_pre_attn_scalar</c> is: the 27B model (62 layers) differs.</summary>
        private static double AttentionScale(ModelConfiguration configuration) => 1 / Math.Sqrt(
            configuration.LayerCount == 62 ? (double)configuration.HiddenSize / configuration.HeadCount : configuration.HeadSize);
    }
}
