namespace Fulcrum.Models.Tokenization;

/// <summary>An end of a token sequence.</summary>
public enum TextSide
{
    /// <summary>The end of the text.</summary>
    Right,

    /// <summary>The beginning of the text.</summary>
    Left,
}
