namespace Fulcrum.Models.Architecture;

/// <summary>What a batch of tokens comes after, and which of its tokens are real.</summary>
public sealed record DecoderContext
{
    /// <summary>Keys and values of the tokens before these; null when they stand first.</summary>
    public KeyValueCache? Cache { get; init; }

    /// <summary>
    /// Whether <see cref="Cache"/> is left as it is. Otherwise it also holds the new tokens afterwards, so that more can follow.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Which of the new tokens are real; null when all are.</summary>
    public RowPadding? Padding { get; init; }

    /// <summary>How the tokens of a [1, N] batch make up several texts; null where each row is one. Goes without cache and padding.</summary>
    public SharedPrefixLayout? Tree { get; init; }
}
