namespace Fulcrum.Models.Tokenization;

/// <summary>The ids of the tokens with a role; null where the tokenizer has none.</summary>
/// <param name="Bos">The token that begins a sequence.</param>
/// <param name="Eos">The token that ends a sequence.</param>
/// <param name="Pad">The token that fills shorter rows of a batch up.</param>
/// <param name="Unknown">The token that stands for what the vocabulary cannot spell.</param>
public sealed record SpecialTokens(int? Bos, int? Eos, int? Pad, int? Unknown);
