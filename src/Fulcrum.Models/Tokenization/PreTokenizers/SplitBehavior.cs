namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>What becomes of the matches at which a text is cut (the names are those of tokenizer.json).</summary>
internal enum SplitBehavior
{
    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>Each is a piece of its own.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighboring matches are one piece.</summary>
    Contiguous,
}
