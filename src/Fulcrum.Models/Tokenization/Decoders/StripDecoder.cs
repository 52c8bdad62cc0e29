namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Cuts up to <paramref name="start"/> and <paramref name="stop"/> times a character off the ends of each token.</summary>
internal sealed class StripDecoder(char content, int start, int stop) : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) => tokens.Select(Strip);

    private string Strip(string token)
    {
        var first = token.Take(start).TakeWhile(character => character == content).Count();
        var rest = token[first..];
        return rest[..^rest.Reverse().Take(stop).TakeWhile(character => character == content).Count()];
    }
}
