namespace Fulcrum.Models.Tokenization;

/// <summary>The ids of the tokens with a role; null where the tokenizer has none.</summary>
/// <param name="Bos">Begins a sequence.</param>
/// <param name="Eos">Ends a sequence.</param>
/// <param name="Pad">Fills a batch up.</param>
/// <param name="Unknown">Stands for what the vocabulary cannot spell.</param>
public sealed record SpecialTokens(int? Bos, int? Eos, int? Pad, int? Unknown);
