using System.Text;
using CsCheck;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Generation;

/// <summary>What becomes of tokens that a model would write.</summary>
public sealed class GenerationRowTests
{
    private static readonly Gen<string> Texts = Pick("a", "b", " ", "€", "é", "😀", "\n", "the ").Array[0, 25].Select(string.Concat);

    private static readonly Gen<string> Stops = Pick("a", "b", " ", "€").Array[1, 4].Select(string.Concat);

    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/tiny-bpe"));

    [Fact]
    public void A_text_ends_before_its_first_stop_string_wherever_tokens_begin() =>
        Gen.Select(Texts, Stops.Array[1, 3]).Sample((text, stops) =>
        {
            var first = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();

            var written = Write(Tokens(text), new() { StopStrings = stops });

            // Where several stop strings end with the same token, the one that begins first counts.
            if (first < 0) Assert.Equal((text, GenerationEnding.Length), (written.Text, written.Ending));
            else Assert.Equal((true, GenerationEnding.StopString), (text.StartsWith(written.Text, StringComparison.Ordinal) && !stops.Any(stop => written.Text.Contains(stop, StringComparison.Ordinal)), written.Ending));
        });

    [Fact]
    public void One_stop_string_cuts_exactly_where_it_begins() =>
        Gen.Select(Texts, Stops).Sample((text, stop) =>
        {
            var first = text.IndexOf(stop, StringComparison.Ordinal);

            Assert.Equal(first < 0 ? text : text[..first], Write(Tokens(text), new() { StopStrings = [stop] }).Text);
        });

    [Fact]
    public void Pieces_joined_are_the_text_and_none_is_empty_or_taken_back() =>
        Gen.Select(Texts, Stops.Array[0, 3]).Sample((text, stops) =>
        {
            var pieces = new List<string>();

            var written = Write(Tokens(text), new() { StopStrings = stops }, piece => pieces.Add(piece.Text));

            Assert.DoesNotContain("", pieces);
            Assert.Equal(written.Text, string.Concat(pieces));
        });

    [Fact]
    public void Bytes_of_a_character_in_two_tokens_are_shown_together()
    {
        var pieces = new List<string>();
        int[] euro = [.. Encoding.UTF8.GetBytes("€").Select(value => _tokenizer.TokenToId(ByteAlphabet.ToCharacter(value).ToString())!.Value)];

        Write([.. Tokens("a"), .. euro], new(), piece => pieces.Add(piece.Text));

        Assert.Equal(["a", "€"], pieces);
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_model_before_anything_changes_them()
    {
        float[] logits = new float[_tokenizer.IdLimit];
        (logits[40], logits[50], logits[60]) = (3, 5, 4);
        var row = Row(1, new() { TopLogProbabilities = 2, RepetitionPenalty = 10, Temperature = 1e-3 }, null, prompt: [50, 60]);

        row.Write([.. logits], new SamplingBuffers(logits.Length));
        var written = row.Finish(0);

        var normalizer = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        var token = Assert.Single(written.LogProbabilities);
        Assert.Equal((40, 3 - normalizer), (token.Token, token.LogProbability), Close);
        Assert.Equal([(50, 5 - normalizer), (60, 4 - normalizer)], token.Top, Close);
    }

    private static bool Close((int Token, double LogProbability) expected, (int Token, double LogProbability) actual) =>
        expected.Token == actual.Token && Math.Abs(expected.LogProbability - actual.LogProbability) < 1e-5;

    private int[] Tokens(string text) => _tokenizer.Encode(text);

    private GenerationRow Row(int maxTokens, GenerationSettings settings, Action<TextPiece>? streamed, int[]? prompt = null) =>
        new(0, prompt ?? [], maxTokens, settings, _tokenizer, [], streamed);

    /// <summary>As if a model wrote these tokens.</summary>
    private GeneratedText Write(int[] tokens, GenerationSettings settings, Action<TextPiece>? streamed = null)
    {
        var row = Row(tokens.Length, settings, streamed);
        var buffers = new SamplingBuffers(_tokenizer.IdLimit);
        foreach (var token in tokens)
        {
            var logits = new float[_tokenizer.IdLimit];
            logits[token] = 1;
            if (row.Write(logits, buffers)) break;
        }

        return row.Finish(0);
    }

    private static Gen<string> Pick(params string[] parts) => Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
}
