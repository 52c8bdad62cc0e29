namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Joins WordPiece tokens with blanks, continuations without; <paramref name="cleansUp"/> also takes blanks out before punctuation.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : IDecoder
{
    private static readonly (string From, string To)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public IEnumerable<string> Decode(IEnumerable<string> tokens) => tokens.Select(Join).Select(CleanUp);

    private string Join(string token, int index) =>
        index == 0 ? token
        : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
        : " " + token;

    private string CleanUp(string token) =>
        cleansUp ? CleanUps.Aggregate(token, (text, pair) => text.Replace(pair.From, pair.To, StringComparison.Ordinal)) : token;
}
