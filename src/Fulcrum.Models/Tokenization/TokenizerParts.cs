using Fulcrum.Models.Tokenization.Decoders;
using Fulcrum.Models.Tokenization.PostProcessors;
using Fulcrum.Models.Tokenization.SubwordModels;

namespace Fulcrum.Models.Tokenization;

/// <summary>What a tokenizer is made of.</summary>
internal sealed record TokenizerParts(
    IReadOnlyList<IPieceStage> Normalizers,
    IReadOnlyList<IPieceStage> PreTokenizers,
    ISubwordModel Model,
    Vocabulary Vocabulary,
    IReadOnlyList<AddedToken> AddedTokens,
    PostProcessor PostProcessor,
    IReadOnlyList<IDecoder> Decoders,
    SpecialTokens SpecialTokens,
    IReadOnlyDictionary<string, string> SpecialTokensMap,
    EncodeOptions BatchOptions)
{
    /// <summary>The file that it was read from, where there is one.</summary>
    public string? File { get; init; }

    /// <summary>The steps from text to words.</summary>
    /// <param name="recognizeSpecialTokens">Whether markup is looked for; added tokens of white space always are.</param>
    public IReadOnlyList<IPieceStage> Stages(bool recognizeSpecialTokens)
    {
        var added = AddedTokens.Where(token => recognizeSpecialTokens || !token.IsMarkup).ToLookup(token => token.IsNormalized);
        return [.. Splitter(added[false]), .. Normalizers, .. Splitter(added[true]), .. PreTokenizers];
    }

    private static IEnumerable<IPieceStage> Splitter(IEnumerable<AddedToken> tokens) => tokens.Any() ? [new AddedTokenSplitter(tokens)] : [];
}
