using System.Text;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Generation;

/// <summary>One sequence that is being written.</summary>
internal sealed class GenerationRow
{
    private readonly int _index;
    private readonly int _maxTokens;
    private readonly GenerationSettings _settings;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly Action<TextPiece>? _streamed;
    private readonly TokenSampler _sampler;
    private readonly RepetitionPenalty? _penalty;
    private readonly ConstrainedText? _constraint;
    private readonly StreamingDecoder _decoder;
    private readonly StringBuilder _text = new();
    private readonly List<int> _tokens = [];
    private readonly List<TokenLogProbabilities> _logProbabilities = [];
    private int _shown;
    private GenerationEnding? _ending;

    /// <param name="index">The position of the prompt among all, from 0.</param>
    /// <param name="prompt">The tokens of the prompt.</param>
    /// <param name="maxTokens">Tokens written, at most.</param>
    /// <param name="settings">How tokens are chosen, and what ends the text.</param>
    /// <param name="tokenizer">Turns tokens into text.</param>
    /// <param name="endTokens">Tokens that end the sequence.</param>
    /// <param name="streamed">Is told of the text as it is written.</param>
    public GenerationRow(
        int index, IReadOnlyList<int> prompt, int maxTokens, GenerationSettings settings, Tokenizer tokenizer, IReadOnlyList<int> endTokens, Action<TextPiece>? streamed)
    {
        (_index, _maxTokens, _settings, _endTokens, _streamed) = (index, maxTokens, settings, endTokens, streamed);
        _sampler = new TokenSampler(settings, unchecked(settings.Seed * 397 ^ index));
        _penalty = settings.RepetitionPenalty == 1 ? null : new RepetitionPenalty(settings.RepetitionPenalty, prompt);
        _constraint = settings.Constraint?.Begin(maxTokens, endTokens);
        _decoder = tokenizer.StreamDecode(skipSpecialTokens: true);
    }

    /// <summary>The token written last.</summary>
    public int Last => _tokens[^1];

    /// <summary>Writes the next token. True once the sequence has ended.</summary>
    /// <param name="logits">The logits of the next token, [V]; they are overwritten.</param>
    /// <param name="buffers">Memory that rows share, whose content does not matter.</param>
    public bool Write(Span<float> logits, SamplingBuffers buffers)
    {
        if (_settings.TopLogProbabilities is not null) logits.CopyTo(buffers.Logits);
        _penalty?.Apply(logits);
        _constraint?.Apply(logits);
        var token = _sampler.Choose(logits, buffers.Scratch);
        if (_endTokens.Contains(token))
        {
            _ending = GenerationEnding.EndToken;
            return true;
        }

        _tokens.Add(token);
        _penalty?.Add(token);
        _constraint?.Add(token);
        if (_settings.TopLogProbabilities is { } count) _logProbabilities.Add(TokenLogProbabilities.Of(buffers.Logits, token, count, buffers.Scratch));
        if (Append(_decoder.Add(token))) _ending = GenerationEnding.StopString;
        else if (_constraint?.IsFinished == true) _ending = GenerationEnding.Complete;
        else if (_tokens.Count >= _maxTokens) _ending = GenerationEnding.Length;
        if (_ending is null) Show(_text.Length - StopStringBegun());
        return _ending is not null;
    }

    /// <summary>Ends the row and gives the text that was written.</summary>
    public GeneratedText Finish(double milliseconds)
    {
        if (_ending != GenerationEnding.StopString && Append(_decoder.Flush())) _ending = GenerationEnding.StopString;
        Show(_text.Length);
        return new GeneratedText(_index, _text.ToString(), _tokens, _ending ?? GenerationEnding.Length, milliseconds) { LogProbabilities = _logProbabilities };
    }

    /// <summary>Adds text, up to the first stop string, which may begin before it. True if there was one.</summary>
    private bool Append(string added)
    {
        var searched = _text.Length;
        _text.Append(added);
        if (_settings.StopStrings.Count == 0 || added.Length == 0) return false;
        var from = Math.Max(0, searched - _settings.StopStrings.Max(stop => stop.Length) + 1);
        var written = _text.ToString(from, _text.Length - from);
        var found = _settings.StopStrings.Select(stop => written.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (found < 0) return false;
        _text.Length = from + found;
        return true;
    }

    /// <summary>How many characters at the end of the text a stop string could begin with.</summary>
    private int StopStringBegun()
    {
        if (_streamed is null || _settings.StopStrings.Count == 0) return 0;
        var longest = Math.Min(_text.Length, _settings.StopStrings.Max(stop => stop.Length) - 1);
        var end = _text.ToString(_text.Length - longest, longest);
        return Enumerable.Range(0, longest).Select(skipped => end[skipped..])
            .FirstOrDefault(begun => _settings.StopStrings.Any(stop => stop.StartsWith(begun, StringComparison.Ordinal)), "").Length;
    }

    private void Show(int length)
    {
        if (_streamed is null || length <= _shown) return;
        _streamed(new TextPiece(_index, _text.ToString(_shown, length - _shown)));
        _shown = length;
    }
}
