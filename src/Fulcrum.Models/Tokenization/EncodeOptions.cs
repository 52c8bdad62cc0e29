namespace Fulcrum.Models.Tokenization;

/// <summary>How a batch of texts is encoded.</summary>
public sealed record EncodeOptions
{
    /// <summary>Whether the post-processor adds its special tokens.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Whether special tokens that are spelled out in a text become those tokens; false for text from others.</summary>
    public bool RecognizeSpecialTokens { get; init; } = true;

    /// <summary>Cuts long texts; null leaves them whole.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>Fills short texts up; null leaves them as they are.</summary>
    public Padding? Padding { get; init; }
}
