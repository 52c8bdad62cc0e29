using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.SupportIntents;

/// <summary>
/// Messages to the support desk of a fictional product. <c>SupportIntents/intents/NAME.txt</c> holds the base sentences of
/// the intent NAME, one per line; each is a family.
/// </summary>
public static class IntentGenerator
{
    private const int MessagesPerSentence = 5;

    /// <summary>Parts <c>train</c>, <c>dev</c> and <c>test</c>; a base sentence is in one part only. The same seed gives the same bytes.</summary>
    /// <exception cref="FormatException">A sentence or the vocabulary is not well formed.</exception>
    public static SampleParts Generate(int seed)
    {
        var vocabulary = new Vocabulary("SupportIntents/vocabulary.txt");
        return new SampleParts("intent", new SeededRandom(seed, "support-intents"), BaseSentence.OfIntents().SelectMany(sentence => Messages(sentence, vocabulary, seed)));
    }

    private static IEnumerable<(string Part, SampleRow Row)> Messages(BaseSentence sentence, Vocabulary vocabulary, int seed)
    {
        Template message = Template.Parse($"{{opening}} {sentence.Text} {{ending}}");
        return Enumerable.Range(0, 2 * MessagesPerSentence)
            .Select(index => message.Write(new Scene(vocabulary, new SeededRandom(seed, $"{sentence.Name}/{index}"))))
            .Distinct(StringComparer.Ordinal)
            .Take(MessagesPerSentence)
            .Select(text => (sentence.Part, new SampleRow("", text, sentence.Intent, sentence.Name)));
    }
}
