using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>The mailbox of a fictional company, made from the families in <c>MailProtect/families</c>.</summary>
public static class MailboxGenerator
{
    private const int MailsPerFamily = 22;

    /// <summary>
    /// Parts <c>train</c>, <c>dev</c>, <c>test</c> and <c>shift</c>; a family is in one part only, and each text is a
    /// mail's source (RFC 5322, MIME). The same seed gives the same bytes.
    /// </summary>
    /// <exception cref="FormatException">A family or the vocabulary is not well formed.</exception>
    public static SampleParts Generate(int seed)
    {
        var vocabulary = new Vocabulary("MailProtect/vocabulary.txt");
        return new SampleParts("mail", new SeededRandom(seed, "mailprotect"), EmbeddedText.Files("MailProtect/families/")
            .SelectMany(MailFamilyReader.Read)
            .SelectMany(family => Enumerable.Range(0, MailsPerFamily).Select(index => (family.Part, Row(family, index)))));

        SampleRow Row(MailFamily family, int index)
        {
            var scene = new Scene(vocabulary, new SeededRandom(seed, $"mailprotect/{family.Name}/{index}"));
            return new SampleRow("", MailComposer.Compose(family, scene), family.Label, family.Name);
        }
    }
}
