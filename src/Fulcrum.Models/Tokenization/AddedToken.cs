namespace Fulcrum.Models.Tokenization;

/// <summary>A token that is found in the text as a whole, before the text is cut into words.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsSpecial">Whether it is markup (<c>&lt;|im_end|&gt;</c>) that decoding may leave out.</param>
internal sealed record AddedToken(int Id, string Content, bool IsSpecial)
{
    /// <summary>Not found inside of a word.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Looked for in the normalized text, not in the text as given.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>What is looked for and decoded: the content, normalized for a token that is looked for in normalized text.</summary>
    public string Pattern { get; init; } = Content;
}
