using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// Llama 1–3, SmolLM2 and other checkpoints of <c>model_type: llama</c> (transformers: modeling_llama.py). Families that are
/// a Llama with a difference inherit it and say the difference.
/// </summary>
internal class LlamaFamily : DecoderFamily
{
    private static readonly GgufArchitecture Architecture = new LlamaArchitecture();

    public override IReadOnlyList<string> ModelTypes { get; } = ["llama"];

    public override string TransformersClass => "LlamaForCausalLM";

    public override GgufArchitecture? Gguf => Architecture;

    public override ModelConfiguration Read(ConfigurationJson json)
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
            Rotary = RotarySettings.Read(json, headSize),
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

    public override void Write(ModelConfiguration configuration, JsonObject json)
    {
        json["hidden_size"] = configuration.HiddenSize;
        json["intermediate_size"] = configuration.IntermediateSize;
        json["num_hidden_layers"] = configuration.LayerCount;
        json["num_attention_heads"] = configuration.HeadCount;
        json["num_key_value_heads"] = configuration.KeyValueHeadCount;
        json["head_dim"] = configuration.HeadSize;
        json["max_position_embeddings"] = configuration.ContextLength;
        json["rms_norm_eps"] = configuration.NormEpsilon;
        json["attention_bias"] = configuration.AttentionBias;
        json["mlp_bias"] = configuration.FeedForwardBias;
        RotarySettings.Write(json, configuration.Rotary!);
    }

    /// <summary>llama.cpp has the rows of query and key in another order, and scaling of Llama 3's kind as a tensor.</summary>
    private sealed class LlamaArchitecture() : GgufArchitecture("llama", "llama", ParameterNames.Llama)
    {
        protected override bool ReadsRotaryDivisors => true;

        public override Func<long, long>? RowOrder(string tensor, long rows, long heads, long keyHeads)
        {
            if (tensor.Contains(".q_proj.", StringComparison.Ordinal)) return Interleaved(heads);
            return tensor.Contains(".k_proj.", StringComparison.Ordinal) ? Interleaved(keyHeads) : null;

            Func<long, long> Interleaved(long count)
            {
                if (count <= 0 || rows % (2 * count) != 0) throw Indivisible(count);
                return row => HeadInterleaving.ToInterleaved(row, rows / count / 2);
            }
        }
    }
}
