using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>
/// An architecture of llama.cpp: how a GGUF of it differs from the Hugging Face checkpoint of the same model. As it stands here
/// it is what most have in common; a family overrides what is different.
/// </summary>
/// <param name="name"><c>general.architecture</c>, with which the keys of the hyperparameters begin too.</param>
/// <param name="modelType">The <c>model_type</c> that such a file is read as.</param>
/// <param name="names">What a checkpoint of that type calls its parameters.</param>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md; llama.cpp: gguf-py/gguf/tensor_mapping.py, convert_hf_to_gguf.py.</remarks>
internal class GgufArchitecture(string name, string modelType, ParameterNames names)
{
    /// <summary>What most architectures call in <c>config.json</c> what the keys of a GGUF say, these without the architecture before them.</summary>
    protected static IReadOnlyDictionary<string, string> UsualKeys { get; } = new Dictionary<string, string>
    {
        ["context_length"] = "max_position_embeddings",
        ["embedding_length"] = "hidden_size",
        ["block_count"] = "num_hidden_layers",
        ["feed_forward_length"] = "intermediate_size",
        ["attention.head_count"] = "num_attention_heads",
        ["attention.head_count_kv"] = "num_key_value_heads",
        ["attention.key_length"] = "head_dim",
        ["attention.layer_norm_rms_epsilon"] = "rms_norm_eps",
        ["attention.sliding_window"] = "sliding_window",
        ["rope.freq_base"] = "rope_theta",
    };

    /// <summary>What is taken for an architecture that no family has, so that headers of such a file can be shown.</summary>
    public static GgufArchitecture Unknown { get; } = new("", "", ParameterNames.Llama);

    /// <summary>What the metadata call the architecture, <c>general.architecture</c>.</summary>
    public string Name => name;

    /// <summary>The <c>model_type</c> that such a file is read as.</summary>
    public string ModelType => modelType;

    /// <summary>Names in <c>config.json</c> by the keys of hyperparameters, without the architecture before them.</summary>
    public virtual IReadOnlyDictionary<string, string> ConfigurationKeys => UsualKeys;

    /// <summary>Whether the weights of norms are stored with one added to them.</summary>
    public virtual bool AddsOneToNorms => false;

    /// <summary>Whether the special tokens of a SentencePiece vocabulary swallow the white space behind them, which no metadata say.</summary>
    public virtual bool StripsBehindMarkup => false;

    /// <summary>Whether the metadata can say that attention sees through <see cref="ModelConfiguration.Window"/>.</summary>
    protected virtual bool HasWindow => false;

    /// <summary>Whether divisors of rotary frequencies that are not all alike are read from a tensor.</summary>
    protected virtual bool ReadsRotaryDivisors => false;

    /// <summary>What a checkpoint of this family calls the parameters of a model.</summary>
    /// <param name="hasTensor">Whether the GGUF has a tensor of this name.</param>
    public virtual ParameterNames CheckpointNames(Func<string, bool> hasTensor) => names;

    /// <summary>What llama.cpp calls the parameters of a model.</summary>
    /// <param name="checkpoint">What its checkpoint calls them; what has no name there has none that counts here.</param>
    public virtual ParameterNames TensorNames(ParameterNames checkpoint) => new()
    {
        Embedding = "token_embd",
        Positions = "position_embd",
        Layers = "blk",
        FinalNorm = "output_norm",
        BeforeAttention = "attn_norm",
        QueryKeyValue = checkpoint.QueryKeyValue.Count == 1 ? ["attn_qkv"] : ["attn_q", "attn_k", "attn_v"],
        QueryNorm = "attn_q_norm",
        KeyNorm = "attn_k_norm",
        AttentionOutput = "attn_output",
        AfterAttention = "post_attention_norm",
        BeforeFeedForward = "ffn_norm",
        FeedForwardInputs = checkpoint.FeedForwardInputs.Count == 1 ? ["ffn_up"] : ["ffn_gate", "ffn_up"],
        Down = "ffn_down",
        AfterFeedForward = "post_ffw_norm",
    };

    /// <summary>The order of a tensor's rows: from the row of the checkpoint to that of llama.cpp; null where they are the same.</summary>
    /// <param name="tensor">What the checkpoint calls it.</param>
    /// <param name="rows">The size of its first dimension.</param>
    /// <param name="heads">Query heads of the model.</param>
    /// <param name="keyHeads">Key and value heads of the model.</param>
    /// <exception cref="ArgumentException">The rows cannot be divided into these heads.</exception>
    public virtual Func<long, long>? RowOrder(string tensor, long rows, long heads, long keyHeads) => null;

    /// <summary>Adds to a <c>config.json</c> made of metadata what the tensors tell.</summary>
    public virtual void AddFromTensors(JsonObject json, Func<string, bool> hasTensor) { }

    /// <summary>Sets in a configuration made of metadata what llama.cpp has fixed.</summary>
    public virtual ModelConfiguration WithFixed(ModelConfiguration configuration) => configuration;

    /// <summary>
    /// What of a model llama.cpp cannot do or has fixed otherwise, e.g. "A mistral model with a sliding window"; null where the model
    /// can be written.
    /// </summary>
    public virtual string? Obstacle(ModelConfiguration configuration)
    {
        var what = What(configuration);
        return configuration.Labels is not null ? "A classifier"
            : !ReadsRotaryDivisors && configuration.Rotary?.IsLinear == false ? $"{what} with this rotary scaling"
            : !HasWindow && configuration.Window < configuration.ContextLength ? $"{what} with a sliding window"
            : null;
    }

    /// <summary>The words with which <see cref="Obstacle"/> names a model.</summary>
    protected static string What(ModelConfiguration configuration) => $"A {configuration.ModelType} model";

    /// <summary>The obstacle of an activation other than the architecture's own, which no metadata say; null where it is that.</summary>
    protected static string? OtherActivation(ModelConfiguration configuration, Activation @fixed) => configuration.Activation == @fixed
        ? null
        : $"{What(configuration)} with the activation {ActivationNames.Of(configuration.Activation)}";

    /// <summary>What <see cref="RowOrder"/> throws.</summary>
    protected static ArgumentException Indivisible(long heads) => new($"cannot be divided into {heads} heads");
}
