namespace Fulcrum.Models.Architecture;

/// <summary>Everything that tells one decoder from another. Read from <c>config.json</c> or GGUF metadata.</summary>
public sealed record ModelConfiguration
{
    /// <summary>Hugging Face's <c>model_type</c>, e.g. <c>llama</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Rows of the embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of query heads in a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; each serves <see cref="HeadCount"/> / <see cref="KeyValueHeadCount"/> query heads (arXiv:2305.13245).</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Positions that the model was trained for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Added to the mean square or variance in norms.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Rotary position embedding; null where positions are learned and added to the token embedding.</summary>
    public required RotaryConfiguration? Rotary { get; init; }

    /// <summary>Rotary position embedding of the layers with a window, where it differs.</summary>
    public RotaryConfiguration? WindowRotary { get; init; }

    /// <summary>How many tokens back attention sees, the token itself included; null for all (arXiv:2004.05150).</summary>
    public int? Window { get; init; }

    /// <summary>Which layers <see cref="Window"/> holds for; all when null.</summary>
    public IReadOnlyList<bool>? WindowLayers { get; init; }

    /// <summary>What attention scores are multiplied by before softmax; 1/√<see cref="HeadSize"/> when null.</summary>
    public double? AttentionScale { get; init; }

    /// <summary>What token embeddings are multiplied by.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>How hidden states are normalized.</summary>
    public NormKind Norm { get; init; }

    /// <summary>The non-linear function of the feed-forward blocks.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether the feed-forward blocks have a gate (arXiv:2002.05202).</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>Whether attention and feed-forward block both take the layer's input, instead of one after the other (arXiv:2204.02311).</summary>
    public bool IsParallel { get; init; }

    /// <summary>Whether the head shares the embedding table.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Names of the classes, where the model has a head for them instead of one for the next token.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether the query, key and value projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the projection of what attention gives has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the feed-forward projections have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether checkpoints hold the weights of linear layers as [in, out] (transformers' <c>Conv1D</c>).</summary>
    public bool StoresTransposed { get; init; }

    /// <summary>Standard deviation of freshly initialized weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Token that begins a sequence, if the model has one.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Tokens that end a sequence; generation stops at any of them.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Token that fills shorter rows of a batch, if the model has one.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>What the parameters are called, and so which there are.</summary>
    internal ParameterNames Names { get; init; } = ParameterNames.Llama;

    /// <summary>Whether a fused projection holds query, key and value rows of one key head after another, instead of all queries first.</summary>
    internal bool GroupsProjection { get; init; }

    /// <summary>Whether a layer sees <see cref="Window"/> tokens only.</summary>
    internal bool HasWindow(int layer) => Window is not null && WindowLayers?[layer] != false;
}
