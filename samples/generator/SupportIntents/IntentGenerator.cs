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
        return new SampleParts("intent", new SeededRandom(seed, "support-intents"), EmbeddedText.Files("SupportIntents/intents/")
            .SelectMany(file => Intent(file, vocabulary, seed)));
    }

    private static IEnumerable<(string Part, SampleRow Row)> Intent(string file, Vocabulary vocabulary, int seed)
    {
        string label = Path.GetFileNameWithoutExtension(file);
        int number = 0;
        foreach (string line in EmbeddedText.Lines(file).Where(line => line.Length > 0))
        {
            string part = Part(number);
            string family = $"{label}-{++number:00}";
            Template sentence = Template.Parse($"{{opening}} {line} {{ending}}");
            IEnumerable<string> texts = Enumerable.Range(0, 2 * MessagesPerSentence)
                .Select(index => sentence.Write(new Scene(vocabulary, new SeededRandom(seed, $"{family}/{index}"))))
                .Distinct(StringComparer.Ordinal)
                .Take(MessagesPerSentence);
            foreach (string text in texts)
            {
                yield return (part, new SampleRow("", text, label, family));
            }
        }
    }

    /// <summary>Of every eight sentences two are tested, one is for choosing settings, five are learnt from.</summary>
    private static string Part(int number) => (number % 8) switch { 2 or 6 => "test", 4 => "dev", _ => "train" };
}
