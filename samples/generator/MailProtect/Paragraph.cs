using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>One paragraph of a mail: one of its wordings, or nothing where it is optional.</summary>
internal sealed record Paragraph(bool Optional, IReadOnlyList<Template> Wordings)
{
    /// <summary>The texts of <paramref name="paragraphs"/> in one scene; after a greeting that ends in a comma, a small letter may follow.</summary>
    public static List<string> Render(IEnumerable<Paragraph> paragraphs, Scene scene)
    {
        var texts = new List<string>();
        foreach (Paragraph paragraph in paragraphs.Where(paragraph => !paragraph.Optional || scene.Random.Chance(50)))
        {
            string text = scene.Random.Pick(paragraph.Wordings).Write(scene);
            if (text.Length > 0)
            {
                bool runsOn = texts.Count > 0 && texts[^1].EndsWith(',');
                texts.Add(runsOn ? text : char.ToUpperInvariant(text[0]) + text[1..]);
            }
        }

        return texts;
    }
}
