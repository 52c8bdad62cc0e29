namespace Fulcrum.Models.Tokenization.PostProcessors;

/// <summary>Puts special tokens around one text or two. Every post-processor of tokenizer.json comes down to two templates and a trimming.</summary>
internal sealed class PostProcessor
{
    private static readonly TemplatePart[] TextAlone = [TemplatePart.Text(0, 0)];
    private static readonly TemplatePart[] TwoTexts = [TemplatePart.Text(0, 0), TemplatePart.Text(1, 1)];

    public static PostProcessor None { get; } = new();

    public OffsetTrimming? Trimming { get; init; }

    public IReadOnlyList<TemplatePart> Single { get; init; } = TextAlone;

    public IReadOnlyList<TemplatePart> Pair { get; init; } = TwoTexts;

    /// <summary>This one and then <paramref name="next"/>: what the later one sets counts.</summary>
    public PostProcessor Then(PostProcessor next)
    {
        var template = ReferenceEquals(next.Single, TextAlone) ? this : next;
        return new() { Trimming = next.Trimming ?? Trimming, Single = template.Single, Pair = template.Pair };
    }

    /// <summary>Puts one text together as ids only.</summary>
    public void AddSpecialTokens(List<int> ids)
    {
        var position = 0;
        foreach (var part in Single)
        {
            if (part.Sequence == 0)
            {
                position = ids.Count;
            }
            else
            {
                ids.InsertRange(position, part.SpecialIds);
                position += part.SpecialIds.Count;
            }
        }
    }

    /// <summary>How many special tokens stand around one text or two.</summary>
    public int AddedCount(bool isPair) => (isPair ? Pair : Single).Sum(part => part.SpecialIds.Count);

    /// <summary>Puts the one or two texts together.</summary>
    public EncodedText Process(EncodedText first, EncodedText? second, bool addSpecialTokens)
    {
        var (ids, tokens, offsets, typeIds, mask) = (new List<int>(), new List<string>(), new List<TextRange>(), new List<int>(), new List<bool>());
        foreach (var part in second is null ? Single : Pair)
        {
            if (part.Sequence < 0)
            {
                if (addSpecialTokens) Add(part.SpecialIds, part.SpecialTokens, part.SpecialIds.Select(_ => default(TextRange)), part.TypeId, true);
            }
            else
            {
                var text = part.Sequence == 0 ? first : second!;
                Add(text.Ids, text.Tokens, Trim(text), part.TypeId, false);
            }
        }

        return new(ids, tokens, offsets, typeIds, mask, [.. Enumerable.Repeat(true, ids.Count)]);

        void Add(IReadOnlyList<int> newIds, IReadOnlyList<string> newTokens, IEnumerable<TextRange> newOffsets, int typeId, bool isSpecial)
        {
            ids.AddRange(newIds);
            tokens.AddRange(newTokens);
            offsets.AddRange(newOffsets);
            typeIds.AddRange(Enumerable.Repeat(typeId, newIds.Count));
            mask.AddRange(Enumerable.Repeat(isSpecial, newIds.Count));
        }
    }

    private IEnumerable<TextRange> Trim(EncodedText text) =>
        Trimming is null ? text.Offsets : text.Offsets.Select((offsets, i) => Trimming.Trim(text.Tokens[i], offsets, i == 0));
}
