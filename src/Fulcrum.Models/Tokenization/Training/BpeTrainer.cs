namespace Fulcrum.Models.Tokenization.Training;

/// <summary>
/// Trains a byte-level byte-pair encoding (Sennrich et al. 2016) with GPT-2's word pattern. Vocabulary and merges equal those of
/// Hugging Face <c>tokenizers</c>' <c>BpeTrainer</c> with the byte alphabet and no minimum frequency.
/// </summary>
public static class BpeTrainer
{
    /// <param name="texts">The training texts; words do not reach across them.</param>
    /// <param name="vocabularySize">Tokens wanted, special ones and the 256 bytes included; fewer where the texts have no more pairs.</param>
    /// <param name="specialTokens">Get the first ids, e.g. <c>&lt;pad&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>, <c>&lt;unk&gt;</c>.</param>
    /// <param name="progress">Receives the finished part of the merges, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary is too small for the special tokens and the bytes.</exception>
    public static Tokenizer Train(
        IEnumerable<string> texts,
        int vocabularySize,
        IReadOnlyList<string> specialTokens,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        specialTokens = [.. specialTokens.Distinct(StringComparer.Ordinal)];
        var vocabulary = specialTokens.Concat(ByteAlphabet.InCodePointOrder.Select(character => character.ToString())).Distinct().ToList();
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, vocabulary.Count);
        var merger = new PairMerger(vocabulary, WordCounter.Count(texts, cancellationToken), cancellationToken);
        var smallest = vocabulary.Count;
        while (vocabulary.Count < vocabularySize && merger.MergeNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report((vocabulary.Count - smallest) / (double)(vocabularySize - smallest));
        }

        return Tokenizer.Parse(BpeDefinition.Write(vocabulary, merger.Merges, specialTokens));
    }
}
