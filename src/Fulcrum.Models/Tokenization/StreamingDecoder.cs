using Fulcrum.Models.Tokenization.Decoders;

namespace Fulcrum.Models.Tokenization;

/// <summary>
/// Turns tokens into text as they are generated. Text is held back until no later token can change it, so an incomplete UTF-8 sequence
/// is never shown; all that it returns, joined, is what <see cref="Tokenizer.Decode"/> makes of the tokens at once.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;

    // The tokens of the last text given out, which the next ones are decoded after, and the tokens held back.
    private readonly List<string> _window = [];
    private int _given;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens) => (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);

    /// <summary>Takes the next token; returns the text that is certain now, often empty.</summary>
    public string Add(int id)
    {
        if (_tokenizer.DecodableToken(id, _skipSpecialTokens) is not { } token) return "";
        _window.Add(token);
        if (ByteFallbackDecoder.ByteOf(token) is not null) return "";
        var text = _tokenizer.Join(_window);
        return text.EndsWith('\uFFFD') ? "" : Give(text);
    }

    /// <summary>Ends the stream: returns what was held back. The next token begins a new stream.</summary>
    public string Flush()
    {
        var text = Give(_tokenizer.Join(_window));
        _window.Clear();
        _given = 0;
        return text;
    }

    private string Give(string text)
    {
        var before = _tokenizer.Join(_window[.._given]);
        _window.RemoveRange(0, _given);
        _given = _window.Count;
        return text[before.Length..];
    }
}
