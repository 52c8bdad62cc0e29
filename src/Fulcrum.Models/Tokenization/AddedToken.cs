namespace Fulcrum.Models.Tokenization;

/// <summary>A token that is found in the text as a whole, before the text is cut into words.</summary>
/// <param name="Id">The id of the token.</param>
/// <param name="Content">The text that stands for it.</param>
/// <param name="IsSpecial">Whether it is markup (<c>&lt;|im_end|&gt;</c>) that decoding may leave out.</param>
internal sealed record AddedToken(int Id, string Content, bool IsSpecial)
{
    private const char SentencePieceBlank = '\u2581';

    /// <summary>Not found inside of a word.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Looked for in the normalized text, not in the text as given.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>
    /// Whether a text from others may not hold it: every added token but those of white space alone (runs of blanks or line
    /// breaks, which some vocabularies add as content). That a token is not special says only that decoding keeps it: Qwen's
    /// <c>&lt;think&gt;</c> and <c>&lt;tool_call&gt;</c> are not, and steer the model all the same.
    /// </summary>
    public bool IsMarkup { get; } = IsSpecial || Content.Any(character => !char.IsWhiteSpace(character) && character != SentencePieceBlank);

    /// <summary>What is looked for and decoded: the content, normalized for a token that is looked for in normalized text.</summary>
    public string Pattern { get; init; } = Content;
}
