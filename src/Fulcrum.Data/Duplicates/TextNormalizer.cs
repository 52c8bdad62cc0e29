using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Duplicates;

/// <summary>
/// Makes texts comparable: lower case, one width (<see cref="WidthForm"/>), every run of digits one <c>0</c>, every run of other
/// characters one space; marks stay with their letters.
/// </summary>
internal static class TextNormalizer
{
    /// <summary>The normal form, at most <paramref name="maximalLength"/> characters of it; the rest of a longer text is not even looked at.</summary>
    public static string Normalize(string text, int maximalLength = int.MaxValue)
    {
        var buffer = new char[MaximalSize(text, maximalLength)];
        return new string(Normalize(text, buffer, maximalLength));
    }

    /// <summary>The characters that <see cref="Normalize(string, Span{char}, int)"/> needs room for.</summary>
    public static int MaximalSize(string text, int maximalLength) => (int)Math.Min(text.Length * 2L, maximalLength + 3L);

    /// <summary>The same, written into <paramref name="buffer"/>.</summary>
    public static ReadOnlySpan<char> Normalize(string text, Span<char> buffer, int maximalLength)
    {
        text = WidthForm.Fold(text);
        var used = 0;
        var gap = false;
        var (isLetter, isDigit) = (false, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var isNextDigit = Rune.IsDigit(rune);
            if (isNextDigit && isDigit) continue;
            isDigit = isNextDigit;
            isLetter = !isDigit && (Rune.IsLetter(rune) || (isLetter && Script.IsMark(rune)));
            if (!isDigit && !isLetter)
            {
                gap = true;
                continue;
            }

            if (gap && used > 0) buffer[used++] = ' ';
            gap = false;
            if (isDigit) buffer[used++] = '0';
            else used += Rune.ToLowerInvariant(rune).EncodeToUtf16(buffer[used..]);
            if (used >= maximalLength) break;
        }

        return buffer[..Math.Min(used, maximalLength)];
    }
}
