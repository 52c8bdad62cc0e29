using System.Runtime.InteropServices;
using System.Text;

namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>
/// Cuts a word like another model, but never into markup: SentencePiece's vocabularies hold the spelling of theirs, so
/// <c>&lt;/s&gt;</c> as text would become the token. It is cut after its first character instead.
/// </summary>
internal sealed class OrdinaryText(ISubwordModel model, Predicate<int> isMarkup) : ISubwordModel
{
    public int? UnknownId => model.UnknownId;

    public void Tokenize(ReadOnlySpan<char> word, List<Token> tokens) => Tokenize(word, 0, tokens);

    private void Tokenize(ReadOnlySpan<char> part, int offset, List<Token> tokens)
    {
        var first = tokens.Count;
        model.Tokenize(part, tokens);
        if (offset == 0 && !ContainsMarkup(CollectionsMarshal.AsSpan(tokens)[first..])) return;

        var found = tokens[first..];
        tokens.RemoveRange(first, found.Count);
        foreach (var token in found)
        {
            var (_, start, end) = token;
            Rune.DecodeFromUtf16(part[start..end], out _, out var length);
            if (!IsMarkup(token) || start + length == end)
            {
                tokens.Add(new(token.Id, offset + start, offset + end));
                continue;
            }

            Tokenize(part.Slice(start, length), offset + start, tokens);
            Tokenize(part[(start + length)..end], offset + start + length, tokens);
        }
    }

    private bool ContainsMarkup(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens)
            if (IsMarkup(token)) return true;
        return false;
    }

    private bool IsMarkup(Token token) => token.Id != UnknownId && isMarkup(token.Id);
}
