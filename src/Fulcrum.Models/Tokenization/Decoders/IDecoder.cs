namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>One step from tokens back to text.</summary>
internal interface IDecoder
{
    /// <summary>What becomes of the tokens; the text is the last step's strings joined.</summary>
    IEnumerable<string> Decode(IEnumerable<string> tokens);
}
