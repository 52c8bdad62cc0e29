using Fulcrum.Samples.SupportIntents;
using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.SupportTags;

/// <summary>
/// Messages to the same support desk that want one thing, several or nothing at all: the sentences of <see cref="IntentGenerator"/>, up to
/// three in a message, and <c>SupportTags/nothing.txt</c>. A multi-label task.
/// </summary>
public static class TagGenerator
{
    private static readonly (string Part, int Messages)[] Parts = [("train", 800), ("dev", 200), ("test", 400)];

    /// <summary>Of 100 messages so many want nothing, one thing, two or three.</summary>
    private static readonly int[] Shares = [10, 40, 35, 15];

    /// <summary>Parts <c>train</c>, <c>dev</c> and <c>test</c>; a base sentence is in one part only. The same seed gives the same bytes.</summary>
    /// <exception cref="FormatException">A sentence or the vocabulary is not well formed.</exception>
    public static SampleParts Generate(int seed)
    {
        var vocabulary = new Vocabulary("SupportIntents/vocabulary.txt", "SupportTags/vocabulary.txt");
        BaseSentence[] sentences = [.. BaseSentence.OfIntents()];
        BaseSentence[] nothing = [.. BaseSentence.Of("SupportTags/nothing.txt")];
        return new SampleParts("tags", new SeededRandom(seed, "support-tags"), Parts.SelectMany(part => Messages(
            part.Part,
            part.Messages,
            [.. sentences.Where(sentence => sentence.Part == part.Part)],
            [.. nothing.Where(sentence => sentence.Part == part.Part)],
            vocabulary,
            seed)));
    }

    private static IEnumerable<(string Part, SampleRow Row)> Messages(
        string part, int count, BaseSentence[] sentences, BaseSentence[] nothing, Vocabulary vocabulary, int seed)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; texts.Count < count; index++)
        {
            var random = new SeededRandom(seed, $"tags/{part}/{index}");
            BaseSentence[] chosen = Choose(random, sentences, nothing);
            string body = string.Join(' ', chosen.Select((sentence, place) => place == 0 ? sentence.Text : $"{{joint.{place}}} {sentence.Text}"));
            string text = Template.Parse($"{{opening}} {body} {{ending}}").Write(new Scene(vocabulary, random));
            if (!texts.Add(text)) continue;
            string[] labels = [.. chosen.Where(sentence => !nothing.Contains(sentence)).Select(sentence => sentence.Intent).Order(StringComparer.Ordinal)];
            yield return (part, new SampleRow("", text, labels, string.Join('+', chosen.Select(sentence => sentence.Name))));
        }
    }

    /// <summary>Sentences of as many intents as the message wants things.</summary>
    private static BaseSentence[] Choose(SeededRandom random, BaseSentence[] sentences, BaseSentence[] nothing)
    {
        int drawn = random.Below(Shares.Sum());
        int wants = 0;
        for (int sum = Shares[0]; drawn >= sum; sum += Shares[wants]) wants++;
        if (wants == 0) return [random.Pick(nothing)];
        string[] intents = random.Shuffled(sentences.Select(sentence => sentence.Intent).Distinct());
        return [.. intents.Take(wants).Select(intent => random.Pick([.. sentences.Where(sentence => sentence.Intent == intent)]))];
    }
}
