using System.Buffers;
using System.Text;

namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>The unigram language model: the most probable segmentation, by the Viterbi algorithm (Kudo 2018).</summary>
internal sealed class Unigram(Vocabulary vocabulary, double[] scores, int unknownId, bool fallsBackToBytes) : ISubwordModel
{
    private const double UnknownPenalty = 10;
    private readonly double _unknownScore = scores.Min() - UnknownPenalty;
    private readonly int?[]? _byteTokens = fallsBackToBytes ? vocabulary.ByteTokens() : null;

    public int? UnknownId => unknownId;

    public void Tokenize(ReadOnlySpan<char> word, List<Token> tokens)
    {
        var first = tokens.Count;
        var best = ArrayPool<(int Start, int Id, double Score)>.Shared.Rent(word.Length + 1);
        FindBestEnds(word, best.AsSpan(0, word.Length + 1));
        for (var end = word.Length; end > 0; end = best[end].Start)
        {
            var start = best[end].Start;

            // Neighboring unknown runes are one unknown token.
            if (best[end].Id < 0 && tokens.Count > first && tokens[^1].Id < 0) tokens[^1] = tokens[^1] with { Start = start };
            else tokens.Add(new(best[end].Id, start, end));
        }

        ArrayPool<(int Start, int Id, double Score)>.Shared.Return(best);
        tokens.Reverse(first, tokens.Count - first);
        ReplaceUnknown(word, tokens, first);
    }

    /// <summary>For each end the best last token: where it starts, its id (-1: unknown) and the score of the whole path.</summary>
    private void FindBestEnds(ReadOnlySpan<char> word, Span<(int Start, int Id, double Score)> best)
    {
        best.Fill((-1, -1, double.NegativeInfinity));
        best[0] = default;
        for (int start = 0, runeLength; start < word.Length; start += runeLength)
        {
            Rune.DecodeFromUtf16(word[start..], out _, out runeLength);
            var coversRune = false;
            var longest = Math.Min(vocabulary.LongestToken, word.Length - start);
            for (var length = runeLength; length <= longest; length++)
            {
                if (vocabulary.Find(word.Slice(start, length)) is not { } id) continue;
                coversRune |= length == runeLength;
                Offer(best, start + length, start, id, scores[id]);
            }

            if (!coversRune) Offer(best, start + runeLength, start, -1, _unknownScore);
        }
    }

    private static void Offer(Span<(int Start, int Id, double Score)> best, int end, int start, int id, double score)
    {
        if (best[end].Start < 0 || best[start].Score + score > best[end].Score) best[end] = (start, id, best[start].Score + score);
    }

    private void ReplaceUnknown(ReadOnlySpan<char> word, List<Token> tokens, int first)
    {
        for (var i = first; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Id >= 0) continue;
            var part = word[token.Start..token.End];
            if (vocabulary.Find(part) is { } fused)
            {
                tokens[i] = token with { Id = fused };
            }
            else if (_byteTokens is not null && Encoding.UTF8.GetBytes(part.ToString()) is var bytes && Array.TrueForAll(bytes, value => _byteTokens[value] is not null))
            {
                tokens.RemoveAt(i);
                tokens.InsertRange(i, bytes.Select(value => token with { Id = _byteTokens[value]!.Value }));
            }
            else
            {
                tokens[i] = token with { Id = unknownId };
            }
        }
    }
}
