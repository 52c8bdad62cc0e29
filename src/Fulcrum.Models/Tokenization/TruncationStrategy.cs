namespace Fulcrum.Models.Tokenization;

/// <summary>Which text of a pair is cut (the names are those of tokenizer.json).</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one first, then both.</summary>
    LongestFirst,

    /// <summary>The first one only.</summary>
    OnlyFirst,

    /// <summary>The second one only.</summary>
    OnlySecond,
}
