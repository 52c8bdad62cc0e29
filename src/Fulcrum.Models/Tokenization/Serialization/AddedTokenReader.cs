using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>added_tokens</c>.</summary>
internal static class AddedTokenReader
{
    private const int IdLimit = 1 << 24;

    public static AddedToken[] Read(JsonElement section)
    {
        var tokens = section.AsItems("added_tokens").Select(ReadToken).ToArray();
        if (tokens.GroupBy(token => token.Content, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new FormatException($"The token \"{twice.Key}\" is duplicated.");
        if (tokens.GroupBy(token => token.Id).FirstOrDefault(group => group.Skip(1).Any()) is { } shared)
            throw new FormatException($"The tokens {string.Join(" and ", shared.Select(token => $"\"{token.Content}\""))} share the id {shared.Key}.");
        return tokens;
    }

    /// <summary>Gives the tokens that are looked for in normalized text their normalized form.</summary>
    public static AddedToken[] Normalize(AddedToken[] tokens, IReadOnlyList<IPieceStage> normalizers) =>
        [.. tokens.Select(token => token.IsNormalized ? token with { Pattern = Normalize(token.Content, normalizers) } : token)];

    private static string Normalize(string content, IReadOnlyList<IPieceStage> normalizers)
    {
        var pieces = new PieceList();
        pieces.Start(content);
        foreach (var normalizer in normalizers) pieces.Run(normalizer);
        return string.Concat(pieces.Pieces.Select(piece => piece.Span.ToString()));
    }

    private static AddedToken ReadToken(JsonElement token)
    {
        var (id, content) = (token.Count("id"), token.Text("content"));
        if (id >= IdLimit) throw new NotSupportedException($"the id {id} of the token \"{content}\"");
        return new(id, content, token.Flag("special"))
        {
            SingleWord = token.Flag("single_word"),
            StripsLeft = token.Flag("lstrip"),
            StripsRight = token.Flag("rstrip"),
            IsNormalized = token.Flag("normalized"),
        };
    }
}
