using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.SupportIntents;

/// <summary>
/// Messages to the support desk of a fictional product. <c>SupportIntents/intents/NAME.txt</c> holds the base sentences of
/// the intent NAME under <c>## part</c>, one per line; each is a family.
/// </summary>
public static class IntentGenerator
{
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
        string label = Path.GetFileNameWithoutExtension(file), part = "";
        int number = 0;
        foreach (string line in EmbeddedText.Lines(file).Where(line => line.Length > 0))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                part = line[3..];
                continue;
            }

            string family = $"{label}-{++number:00}";
            Template sentence = Template.Parse("{opening}" + line + "{ending}");
            IEnumerable<string> texts = Enumerable.Range(0, 12)
                .Select(index => sentence.Render(new Scene(vocabulary, new SeededRandom(seed, $"{family}/{index}"))))
                .Distinct(StringComparer.Ordinal)
                .Take(MessagesPerSentence(part));
            foreach (string text in texts)
            {
                yield return (part, new SampleRow("", text, label, family));
            }
        }
    }

    private static int MessagesPerSentence(string part) => part == "train" ? 6 : 5;
}
