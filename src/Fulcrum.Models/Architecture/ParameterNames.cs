namespace Fulcrum.Models.Architecture;

/// <summary>
/// What a family's checkpoints call their parameters, without <c>.weight</c> and <c>.bias</c>: by default as Llama's. What has
/// no name is not there.
/// </summary>
internal sealed record ParameterNames
{
    /// <summary>The names in checkpoints of Llama and of the families that are like it.</summary>
    public static ParameterNames Llama { get; } = new();

    public string Embedding { get; init; } = "model.embed_tokens";

    /// <summary>The table of learned position embeddings.</summary>
    public string? Positions { get; init; }

    /// <summary>The names below stand behind this, with the layer's number between.</summary>
    public string Layers { get; init; } = "model.layers";

    public string FinalNorm { get; init; } = "model.norm";

    public string BeforeAttention { get; init; } = "input_layernorm";

    public string? AfterAttention { get; init; }

    public string? BeforeFeedForward { get; init; } = "post_attention_layernorm";

    public string? AfterFeedForward { get; init; }

    /// <summary>Query, key and value; or one name where they are fused.</summary>
    public IReadOnlyList<string> QueryKeyValue { get; init; } = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"];

    public string? QueryNorm { get; init; }

    public string? KeyNorm { get; init; }

    public string AttentionOutput { get; init; } = "self_attn.o_proj";

    /// <summary>Gate and up; or one name where they are fused, or where there is no gate.</summary>
    public IReadOnlyList<string> FeedForwardInputs { get; init; } = ["mlp.gate_proj", "mlp.up_proj"];

    public string Down { get; init; } = "mlp.down_proj";
}
