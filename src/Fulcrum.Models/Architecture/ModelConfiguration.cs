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

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; each serves <see cref="HeadCount"/> / <see cref="KeyValueHeadCount"/> query heads (arXiv:2305.13245).</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Positions that the model was trained for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Added to the mean square in RMSNorm.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Position embedding.</summary>
    public required RotaryConfiguration Rotary { get; init; }

    /// <summary>Whether the head shares the embedding table.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Whether the query, key, value and output projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the feed-forward projections have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Standard deviation of freshly initialised weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Token that begins a sequence, if the model has one.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Tokens that end a sequence; generation stops at any of them.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Token that fills shorter rows of a batch, if the model has one.</summary>
    public int? PaddingToken { get; init; }
}
