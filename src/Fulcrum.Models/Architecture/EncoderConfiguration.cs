namespace Fulcrum.Models.Architecture;

/// <summary>Everything that tells one encoder from another. Read from <c>config.json</c>.</summary>
public sealed record EncoderConfiguration
{
    /// <summary>Hugging Face's <c>model_type</c>, e.g. <c>bert</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Rows of the embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Attention heads; each is <see cref="HiddenSize"/> / <see cref="HeadCount"/> wide.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Positions that have an embedding: the longest sequence.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Token types (segments) that have an embedding.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer normalization.</summary>
    public double NormEpsilon { get; init; } = 1e-12;

    /// <summary>Standard deviation of freshly initialized weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether the first token's state goes through a layer of its own before it is read.</summary>
    public bool HasPooler { get; init; } = true;

    /// <summary>What the classification head tells apart, in the order of its outputs; null where there is no such head.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What the scores of the classification head stand for.</summary>
    public LabelObjective Objective { get; init; } = LabelObjective.SingleLabel;
}
