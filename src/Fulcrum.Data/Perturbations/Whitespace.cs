using System.Text;

namespace Fulcrum.Data.Perturbations;

/// <summary>Writes one gap between words in five, at least one, in another way: doubled, a tab, a line break or a no-break space, as copied text has them.</summary>
internal sealed class Whitespace : IPerturbation
{
    private const double ShareOfGaps = 0.2;

    private static readonly string[] Gaps = ["  ", "\t", "\n", "\u00A0"];

    public string Name => "whitespace";

    public string Apply(string text, Random random)
    {
        var single = new SingleCharacters(text);
        var places = Draw.Share(Enumerable.Range(1, Math.Max(0, text.Length - 2)).Where(IsGap), ShareOfGaps, random);
        if (places.Count == 0) return text;
        var changed = new StringBuilder(text.Length + places.Count);
        var done = 0;
        foreach (var place in places)
        {
            changed.Append(text, done, place - done).Append(Gaps[random.Next(Gaps.Length)]);
            done = place + 1;
        }

        return changed.Append(text, done, text.Length - done).ToString();

        bool IsGap(int i) => text[i] == ' ' && single[i] && !char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i + 1]);
    }
}
