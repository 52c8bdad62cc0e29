namespace Fulcrum.Models.Tokenization;

/// <summary>One step from input text to words: a normalizer changes the text of a piece, a pre-tokenizer cuts it.</summary>
internal interface IPieceStage
{
    /// <summary>Adds to <paramref name="output"/> what becomes of <paramref name="piece"/>.</summary>
    void Apply(in Piece piece, PieceList output);
}
