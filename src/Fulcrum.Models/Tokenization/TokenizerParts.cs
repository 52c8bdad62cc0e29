using Fulcrum.Models.Tokenization.Decoders;
using Fulcrum.Models.Tokenization.PostProcessors;
using Fulcrum.Models.Tokenization.SubwordModels;

namespace Fulcrum.Models.Tokenization;

/// <summary>What a tokenizer is made of.</summary>
internal sealed record TokenizerParts(
    IReadOnlyList<IPieceStage> Stages,
    ISubwordModel Model,
    Vocabulary Vocabulary,
    IReadOnlyList<AddedToken> AddedTokens,
    PostProcessor PostProcessor,
    IReadOnlyList<IDecoder> Decoders,
    SpecialTokens SpecialTokens);
