using System.Text;

namespace Fulcrum.Data.Duplicates;

/// <summary>Makes texts comparable: lower case, every run of digits one <c>0</c>, every run of other characters one space.</summary>
internal static class TextNormaliser
{
    /// <summary>The normal form, at most <paramref name="maximalLength"/> characters of it; the rest of a longer text is not even looked at.</summary>
    public static string Normalise(string text, int maximalLength = int.MaxValue)
    {
        var normal = new StringBuilder(Math.Min(text.Length, maximalLength));
        var inDigits = false;
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isDigit = Rune.IsDigit(rune);
            if (isDigit && inDigits) continue;
            inDigits = isDigit;
            if (!isDigit && !Rune.IsLetter(rune))
            {
                gap = true;
                continue;
            }

            if (gap && normal.Length > 0) normal.Append(' ');
            gap = false;
            if (isDigit) normal.Append('0');
            else normal.Append(Rune.ToLowerInvariant(rune).ToString());
            if (normal.Length >= maximalLength) break;
        }

        if (normal.Length > maximalLength) normal.Length = maximalLength;
        return normal.ToString();
    }
}
