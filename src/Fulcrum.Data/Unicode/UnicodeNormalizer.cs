using System.Runtime.InteropServices;
using System.Text;

namespace Fulcrum.Data.Unicode;

/// <summary>
/// The four normalization forms of Unicode Standard Annex #15. Fulcrum runs without ICU (invariant globalization), where
/// <see cref="string.Normalize()"/> returns its text unchanged.
/// </summary>
/// <param name="form">The form to normalize to.</param>
public sealed class UnicodeNormalizer(NormalizationForm form)
{
    private const char FirstThatComposes = '\u0300';
    private readonly bool _compatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
    private readonly bool _composes = form is NormalizationForm.FormC or NormalizationForm.FormKC;

    /// <summary>Whether <paramref name="text"/> is plainly in this form already. May be false for a text that is.</summary>
    public bool IsNormalized(ReadOnlySpan<char> text) =>
        form == NormalizationForm.FormC ? !text.ContainsAnyExceptInRange('\0', (char)(FirstThatComposes - 1)) : Ascii.IsValid(text);

    /// <summary>The normalized text. Half surrogate pairs become U+FFFD.</summary>
    public string Normalize(string text)
    {
        if (IsNormalized(text)) return text;
        var normalized = new StringBuilder(text.Length);
        foreach (var (rune, _) in Runes(text)) normalized.Append(rune);
        return normalized.ToString();
    }

    /// <summary>
    /// The normalized runes. <c>Change</c> is what a rune adds to the position in the original: 1 for a rune that a decomposition
    /// inserted, −n for one that n more runes were composed into, 0 otherwise.
    /// </summary>
    public IReadOnlyList<(Rune Rune, int Change)> Runes(ReadOnlySpan<char> text)
    {
        var runes = Decompose(text);
        if (_composes) Compose(runes);
        return runes;
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
            for (var i = 0; i < parts.Count; i++) result.Add((parts[i], i == 0 ? 0 : 1));
        }

        Order(CollectionsMarshal.AsSpan(result));
        return result;
    }

    /// <summary>Canonical order: combining marks without a base between them stand in the order of their classes.</summary>
    private static void Order(Span<(Rune Rune, int Change)> runes)
    {
        var tables = UnicodeTables.Shared;
        for (int start = 0, end; start < runes.Length; start = end)
        {
            var (lastClass, isOrdered) = (0, true);
            for (end = start; end < runes.Length && tables.CombiningClass(runes[end].Rune) is > 0 and var combiningClass; end++)
            {
                isOrdered &= lastClass <= combiningClass;
                lastClass = combiningClass;
            }

            if (!isOrdered) runes[start..end].ToArray().OrderBy(rune => tables.CombiningClass(rune.Rune)).ToArray().CopyTo(runes[start..]);
            end = Math.Max(end, start + 1);
        }
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
