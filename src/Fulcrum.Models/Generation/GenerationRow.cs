using System.Text;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Generation;

/// <summary>One sequence that is being written.</summary>
internal sealed class GenerationRow
{
    private readonly int index;
    private readonly int maxTokens;
    private readonly GenerationSettings settings;
    private readonly IReadOnlyList<int> endTokens;
    private readonly Action<TextPiece>? streamed;
    private readonly TokenSampler sampler;
    private readonly RepetitionPenalty? penalty;
    private readonly ConstrainedText? constraint;
    private readonly StreamingDecoder decoder;
    private readonly StringBuilder text = new();
    private readonly List<int> tokens = [];
    private readonly List<TokenLogProbabilities> logProbabilities = [];
    private int shown;
    private GenerationEnding? ending;

    /// <param name="index">Which prompt.</param>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="maxTokens">Tokens written, at most.</param>
    /// <param name="settings">How.</param>
    /// <param name="tokenizer">Tokens to text.</param>
    /// <param name="endTokens">Tokens that end the sequence.</param>
    /// <param name="streamed">Is told of the text as it is written.</param>
    public GenerationRow(
        int index, IReadOnlyList<int> prompt, int maxTokens, GenerationSettings settings, Tokenizer tokenizer, IReadOnlyList<int> endTokens, Action<TextPiece>? streamed)
    {
        (this.index, this.maxTokens, this.settings, this.endTokens, this.streamed) = (index, maxTokens, settings, endTokens, streamed);
        sampler = new TokenSampler(settings, unchecked(settings.Seed * 397 ^ index));
        penalty = settings.RepetitionPenalty == 1 ? null : new RepetitionPenalty(settings.RepetitionPenalty, prompt);
        constraint = settings.Constraint?.Begin(maxTokens, endTokens);
        decoder = tokenizer.StreamDecode(skipSpecialTokens: true);
    }

    /// <summary>The token written last.</summary>
    public int Last => tokens[^1];

    /// <summary>Writes the next token. True once the sequence has ended.</summary>
    /// <param name="logits">[V]; overwritten.</param>
    /// <param name="buffers">Scratch.</param>
    public bool Write(Span<float> logits, SamplingBuffers buffers)
    {
        if (settings.TopLogProbabilities is not null) logits.CopyTo(buffers.Logits);
        penalty?.Apply(logits);
        constraint?.Apply(logits);
        var token = sampler.Choose(logits, buffers.Scratch);
        if (endTokens.Contains(token))
        {
            ending = GenerationEnding.EndToken;
            return true;
        }

        tokens.Add(token);
        penalty?.Add(token);
        constraint?.Add(token);
        if (settings.TopLogProbabilities is { } count) logProbabilities.Add(TokenLogProbabilities.Of(buffers.Logits, token, count, buffers.Scratch));
        if (Append(decoder.Add(token))) ending = GenerationEnding.StopString;
        else if (constraint?.IsFinished == true) ending = GenerationEnding.Complete;
        else if (tokens.Count >= maxTokens) ending = GenerationEnding.Length;
        if (ending is null) Show(text.Length - StopStringBegun());
        return ending is not null;
    }

    /// <summary>What was written.</summary>
    public GeneratedText Finish(double milliseconds)
    {
        if (ending != GenerationEnding.StopString && Append(decoder.Flush())) ending = GenerationEnding.StopString;
        Show(text.Length);
        return new GeneratedText(index, text.ToString(), tokens, ending ?? GenerationEnding.Length, milliseconds) { LogProbabilities = logProbabilities };
    }

    /// <summary>Adds text, up to the first stop string, which may begin before it. True if there was one.</summary>
    private bool Append(string added)
    {
        var searched = text.Length;
        text.Append(added);
        if (settings.StopStrings.Count == 0 || added.Length == 0) return false;
        var from = Math.Max(0, searched - settings.StopStrings.Max(stop => stop.Length) + 1);
        var written = text.ToString(from, text.Length - from);
        var found = settings.StopStrings.Select(stop => written.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (found < 0) return false;
        text.Length = from + found;
        return true;
    }

    /// <summary>How many characters at the end of the text a stop string could begin with.</summary>
    private int StopStringBegun()
    {
        if (streamed is null || settings.StopStrings.Count == 0) return 0;
        var longest = Math.Min(text.Length, settings.StopStrings.Max(stop => stop.Length) - 1);
        var end = text.ToString(text.Length - longest, longest);
        return Enumerable.Range(0, longest).Select(skipped => end[skipped..])
            .FirstOrDefault(begun => settings.StopStrings.Any(stop => stop.StartsWith(begun, StringComparison.Ordinal)), "").Length;
    }

    private void Show(int length)
    {
        if (streamed is null || length <= shown) return;
        streamed(new TextPiece(index, text.ToString(shown, length - shown)));
        shown = length;
    }
}
