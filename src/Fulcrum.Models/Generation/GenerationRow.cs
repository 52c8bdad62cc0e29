using System.Text;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Generation;

/// <summary>One sequence that is being written.</summary>
internal sealed class GenerationRow(int index, int maxTokens, GenerationSettings settings, Tokenizer tokenizer, IReadOnlyList<int> endTokens)
{
    private readonly TokenSampler sampler = new(settings, unchecked(settings.Seed * 397 ^ index));
    private readonly StreamingDecoder decoder = tokenizer.StreamDecode(skipSpecialTokens: true);
    private readonly StringBuilder text = new();
    private readonly List<int> tokens = [];
    private GenerationEnding? ending;

    /// <summary>The token written last.</summary>
    public int Last => tokens[^1];

    /// <summary>Writes the next token. True once the sequence has ended.</summary>
    public bool Write(ReadOnlySpan<float> logits)
    {
        var token = sampler.Choose(logits);
        if (endTokens.Contains(token))
        {
            ending = GenerationEnding.EndToken;
            return true;
        }

        tokens.Add(token);
        var searched = text.Length;
        text.Append(decoder.Add(token));
        if (CutAtStopString(searched)) ending = GenerationEnding.StopString;
        else if (tokens.Count >= maxTokens) ending = GenerationEnding.Length;
        return ending is not null;
    }

    /// <summary>What was written.</summary>
    public GeneratedText Finish(double milliseconds)
    {
        if (ending != GenerationEnding.StopString)
        {
            var searched = text.Length;
            text.Append(decoder.Flush());
            if (CutAtStopString(searched)) ending = GenerationEnding.StopString;
        }

        return new GeneratedText(index, text.ToString(), tokens, ending ?? GenerationEnding.Length, milliseconds);
    }

    /// <summary>Looks for stop strings that reach into the new text; they may begin before it.</summary>
    private bool CutAtStopString(int searched)
    {
        if (settings.StopStrings.Count == 0 || text.Length == searched) return false;
        var from = Math.Max(0, searched - settings.StopStrings.Max(stop => stop.Length) + 1);
        var written = text.ToString(from, text.Length - from);
        var found = settings.StopStrings.Select(stop => written.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (found < 0) return false;
        text.Length = from + found;
        return true;
    }
}
