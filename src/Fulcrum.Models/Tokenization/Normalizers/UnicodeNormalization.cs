using System.Runtime.InteropServices;
using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>The four normalization forms of Unicode Standard Annex #15.</summary>
internal sealed class UnicodeNormalization(NormalizationForm form) : TextTransformation
{
    private const char FirstThatComposes = '\u0300';
    private readonly bool _compatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
    private readonly bool _composes = form is NormalizationForm.FormC or NormalizationForm.FormKC;

    protected override bool LeavesUnchanged(ReadOnlySpan<char> text) =>
        form == NormalizationForm.FormC ? !text.ContainsAnyExceptInRange('\0', (char)(FirstThatComposes - 1)) : Ascii.IsValid(text);

    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        var runes = Decompose(text);
        if (_composes) Compose(runes);
        foreach (var (rune, change) in runes) writer.Write(rune, change);
    }

    private List<(Rune Rune, int Change)> Decompose(ReadOnlySpan<char> text)
    {
        var tables = UnicodeTables.Shared;
        var result = new List<(Rune, int)>(text.Length);
        var parts = new List<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            parts.Clear();
            tables.Decompose(rune, _compatible, parts);
            for (var i = 0; i < parts.Count; i++)
            {
                // Canonical order: a combining mark moves before those of a higher class.
                var at = result.Count;
                var combiningClass = tables.CombiningClass(parts[i]);
                if (combiningClass > 0)
                    while (at > 0 && tables.CombiningClass(result[at - 1].Item1) > combiningClass) at--;
                result.Insert(at, (parts[i], i == 0 ? 0 : 1));
            }
        }

        return result;
    }

    private static void Compose(List<(Rune Rune, int Change)> list)
    {
        var runes = CollectionsMarshal.AsSpan(list);
        var tables = UnicodeTables.Shared;
        var written = 0;
        var starter = -1;
        var lastClass = 0;
        foreach (var (rune, change) in runes)
        {
            var combiningClass = tables.CombiningClass(rune);
            var isAdjacent = starter == written - 1;
            if (starter >= 0 && (isAdjacent || lastClass < combiningClass) && tables.Compose(runes[starter].Rune, rune) is { } composite)
            {
                runes[starter] = (composite, runes[starter].Change + change - 1);
                continue;
            }

            if (combiningClass == 0) starter = written;
            lastClass = combiningClass;
            runes[written++] = (rune, change);
        }

        list.RemoveRange(written, list.Count - written);
    }
}
