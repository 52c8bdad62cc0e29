using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Tokenization.Training;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Scratch;

/// <summary>A tokenizer made of the training texts, with one token of its own per label: <c>begin text end → label</c>.</summary>
internal sealed class ScratchTokenizer
{
    private const string Begin = "<|begin|>";
    private const string End = "<|end|>";

    // A token should be seen often enough to be learned; beyond 4,096 a small model would be mostly embedding.
    private const int CharactersPerToken = 20;
    private const int SmallestVocabulary = 512;
    private const int LargestVocabulary = 4096;

    private readonly int _maxTokens;
    private readonly TruncationSide? _truncate;

    private ScratchTokenizer(Tokenizer tokenizer, int labels, int maxTokens, TruncationSide? truncate)
    {
        (Tokenizer, _maxTokens, _truncate) = (tokenizer, maxTokens, truncate);
        LabelTokens = [.. Enumerable.Range(0, labels).Select(label => tokenizer.TokenToId(LabelToken(label))!.Value)];
        BeginToken = tokenizer.TokenToId(Begin)!.Value;
        EndToken = tokenizer.TokenToId(End)!.Value;
    }

    public Tokenizer Tokenizer { get; }

    public int BeginToken { get; }

    public int EndToken { get; }

    /// <summary>Per label its token.</summary>
    public IReadOnlyList<int> LabelTokens { get; }

    /// <summary>The longest prompt with its label.</summary>
    public int ContextLength => _maxTokens + 3;

    /// <summary>Learns the byte pairs of the texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="settings">Size and limits.</param>
    /// <param name="truncate">Which part of a long text is kept; the head where this is null.</param>
    /// <param name="cancellationToken">Looked at now and then.</param>
    public static ScratchTokenizer Train(
        IReadOnlyList<string> texts, int labels, ScratchSettings settings, TruncationSide? truncate, CancellationToken cancellationToken)
    {
        List<string> special = [Begin, End, .. Enumerable.Range(0, labels).Select(LabelToken)];
        var size = settings.Vocabulary
            ?? (int)Math.Clamp(texts.Sum(text => (long)text.Length) / CharactersPerToken, SmallestVocabulary, LargestVocabulary);
        var tokenizer = BpeTrainer.Train(texts, Math.Max(size, special.Count + 256), special, cancellationToken: cancellationToken);
        return new ScratchTokenizer(tokenizer, labels, settings.MaxTokens, truncate);
    }

    /// <summary>The tokenizer of an artifact.</summary>
    /// <param name="tokenizer">Read from it.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="record">How texts are read.</param>
    public static ScratchTokenizer Restore(Tokenizer tokenizer, int labels, ScratchRecord record) => new(tokenizer, labels, record.MaxTokens, record.Truncate);

    /// <summary>The text as the model is asked about it.</summary>
    public FormattedPrompt Format(string text)
    {
        var tokens = Tokenizer.Encode(text, recognizeSpecialTokens: false);
        var kept = _truncate == TruncationSide.Tail ? tokens.TakeLast(_maxTokens) : tokens.Take(_maxTokens);
        return new FormattedPrompt([BeginToken, .. kept, EndToken], tokens.Length > _maxTokens);
    }

    private static string LabelToken(int label) => FormattableString.Invariant($"<|label {label}|>");
}
