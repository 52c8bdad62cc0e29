namespace Fulcrum.Samples.SupportIntents;

/// <summary>A hand-written sentence that messages are made of.</summary>
/// <param name="Intent">What its writer wants: the name of its file.</param>
/// <param name="Name">The file and its place in it, e.g. <c>refund-07</c>.</param>
/// <param name="Part">The part that its messages are in: of every eight sentences two are tested, one is for choosing settings, five are learned from.</param>
/// <param name="Text">A template.</param>
internal sealed record BaseSentence(string Intent, string Name, string Part, string Text)
{
    /// <summary>The sentences of all intents.</summary>
    public static IEnumerable<BaseSentence> OfIntents() => EmbeddedText.Files("SupportIntents/intents/").SelectMany(Of);

    /// <summary>The sentences of one file.</summary>
    public static IEnumerable<BaseSentence> Of(string file)
    {
        string intent = Path.GetFileNameWithoutExtension(file);
        return EmbeddedText.Lines(file).Where(line => line.Length > 0)
            .Select((line, index) => new BaseSentence(intent, $"{intent}-{index + 1:00}", PartOf(index), line));
    }

    private static string PartOf(int number) => (number % 8) switch { 2 or 6 => "test", 4 => "dev", _ => "train" };
}
