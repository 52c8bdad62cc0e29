using Fulcrum.Data;

namespace Fulcrum.Models.Tokenization;

/// <summary>Cuts texts down to a number of tokens, as Hugging Face <c>tokenizers</c> does (<c>utils/truncation.rs</c>).</summary>
/// <param name="MaxLength">Tokens at most, special tokens included.</param>
public sealed record Truncation(int MaxLength)
{
    /// <summary>Which text of a pair is cut.</summary>
    public TruncationStrategy Strategy { get; init; }

    /// <summary>Where tokens are cut off.</summary>
    public TextSide Side { get; init; }

    /// <summary>How many tokens neighboring windows of <see cref="EncodedText.Overflowing"/> share.</summary>
    public int Stride { get; init; }

    /// <summary>The windows of one or two texts: each list begins with what remains, the rest follows in windows of the same length.</summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second text of a pair.</param>
    /// <param name="addedCount">Special tokens that will be added.</param>
    /// <exception cref="InputException">The texts cannot be cut so.</exception>
    internal (IReadOnlyList<EncodedText> First, IReadOnlyList<EncodedText>? Second) Cut(EncodedText first, EncodedText? second, int addedCount)
    {
        var room = MaxLength - addedCount;
        if (room < 0) throw Impossible($"A maximum length of {MaxLength} leaves no room for the {addedCount} special tokens.");
        var (firstLength, secondLength) = (first.Ids.Count, second?.Ids.Count ?? 0);
        var surplus = firstLength + secondLength - room;
        if (surplus > 0)
        {
            (firstLength, secondLength) = Strategy switch
            {
                _ when room == 0 => (0, 0),
                TruncationStrategy.OnlyFirst => (Shorten(firstLength, surplus), secondLength),
                TruncationStrategy.OnlySecond when second is null => throw Impossible("There is no second text to cut."),
                TruncationStrategy.OnlySecond => (firstLength, Shorten(secondLength, surplus)),
                _ when second is null => (room, 0),
                _ => CutLongest(firstLength, secondLength, room),
            };
        }

        return (Windows(first, firstLength), second is null ? null : Windows(second, secondLength));
    }

    /// <summary>The longer text gives way until both are equally long; the longer one keeps the odd token.</summary>
    private static (int First, int Second) CutLongest(int first, int second, int room)
    {
        var half = room / 2;
        if (Math.Min(first, second) <= half) return first <= second ? (first, room - first) : (room - second, second);
        return first > second ? (room - half, half) : (half, room - half);
    }

    private static int Shorten(int length, int surplus) =>
        length > surplus ? length - surplus : throw Impossible("The text to cut is too short to respect the maximum length.");

    private EncodedText[] Windows(EncodedText text, int length)
    {
        var count = text.Ids.Count;
        if (length >= count) return [text];
        if (length == 0) return [text.Slice(0, 0), text];
        if (Stride >= length) throw Impossible($"A stride of {Stride} needs windows of more than {length} tokens.");

        // The last window reaches the other end of the text and may be shorter.
        var windows = 1 + (count - length + length - Stride - 1) / (length - Stride);
        return [.. Enumerable.Range(0, windows).Select(i => i * (length - Stride)).Select(start => Side == TextSide.Right
            ? text.Slice(start, Math.Min(start + length, count))
            : text.Slice(Math.Max(count - start - length, 0), count - start))];
    }

    private static InputException Impossible(string message) =>
        new(new InputError("The text cannot be truncated. " + message) { Remedy = "Give another maximum length, stride or strategy." });
}
