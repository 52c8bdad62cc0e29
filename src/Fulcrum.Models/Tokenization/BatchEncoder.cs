using Fulcrum.Models.Tokenization.PostProcessors;

namespace Fulcrum.Models.Tokenization;

/// <summary>Encodes texts or pairs of texts, cuts them, adds special tokens, and fills them up.</summary>
internal sealed class BatchEncoder(Func<string, EncodedText> encode, PostProcessor postProcessor, EncodeOptions options)
{
    public IReadOnlyList<EncodedText> Encode(IReadOnlyList<string> texts, IReadOnlyList<string>? seconds)
    {
        var batch = texts.Select((text, i) => Encode(text, seconds?[i])).ToArray();
        return options.Padding?.Fill(batch) ?? batch;
    }

    private EncodedText Encode(string text, string? second)
    {
        var first = encode(text);
        var other = second is null ? null : encode(second);
        if (options.Truncation is not { } truncation) return Process(first, other);

        var added = options.AddSpecialTokens ? postProcessor.AddedCount(isPair: second is not null) : 0;
        var (firsts, others) = truncation.Cut(first, other, added);
        return Process(firsts[0], others?[0]) with { Overflowing = Overflowing(firsts, (IReadOnlyList<EncodedText?>?)others ?? [null]) };
    }

    // In the order of the reference: each further window of the first text with all of the second, then the first one with the rest.
    private IEnumerable<EncodedText> Overflowing(IReadOnlyList<EncodedText> firsts, IReadOnlyList<EncodedText?> others) =>
        from first in firsts.Skip(1).Append(firsts[0])
        from other in ReferenceEquals(first, firsts[0]) ? others.Skip(1) : others
        select Process(first, other);

    private EncodedText Process(EncodedText first, EncodedText? second) => postProcessor.Process(first, second, options.AddSpecialTokens);
}
