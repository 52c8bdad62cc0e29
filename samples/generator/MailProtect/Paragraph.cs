using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>One paragraph of a mail: one of its wordings, or nothing where it is optional.</summary>
internal sealed record Paragraph(bool Optional, IReadOnlyList<Template> Wordings)
{
    /// <summary>The texts of <paramref name="paragraphs"/> in one scene.</summary>
    public static List<string> Render(IEnumerable<Paragraph> paragraphs, Scene scene) =>
        [.. paragraphs
            .Where(paragraph => !paragraph.Optional || scene.Random.Chance(50))
            .Select(paragraph => scene.Random.Pick(paragraph.Wordings).Render(scene).Trim())
            .Where(text => text.Length > 0)];
}
