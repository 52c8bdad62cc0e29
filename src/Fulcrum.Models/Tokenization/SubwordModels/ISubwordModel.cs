namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>Cuts one word into tokens of the vocabulary. Safe to use from several threads.</summary>
internal interface ISubwordModel
{
    /// <summary>The token for what the vocabulary cannot spell, or null where the model has none.</summary>
    int? UnknownId { get; }

    /// <summary>Appends the tokens of <paramref name="word"/>.</summary>
    void Tokenize(ReadOnlySpan<char> word, List<Token> tokens);
}
