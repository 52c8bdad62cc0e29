using System.Globalization;
using System.Text;

namespace Fulcrum.Data.Unicode;

/// <summary>How scripts set words apart: most by blanks, some of Asia not at all.</summary>
public static class Script
{
    /// <summary>First and last code point of each block of an alphabet, or a script of consonants with vowel signs, ascending.</summary>
    private static readonly (int First, int Last)[] Alphabets =
    [
        (0x0E00, 0x0E7F), // Thai
        (0x0E80, 0x0EFF), // Lao
        (0x1000, 0x109F), // Myanmar
        (0x1780, 0x17FF), // Khmer
        (0x1950, 0x197F), // Tai Le
        (0x1980, 0x19DF), // New Tai Lue
        (0x1A20, 0x1AAF), // Tai Tham
        (0xA9E0, 0xA9FF), // Myanmar extended B
        (0xAA60, 0xAA7F), // Myanmar extended A
        (0xAA80, 0xAADF), // Tai Viet
        (0x11700, 0x1174F), // Ahom
    ];

    /// <summary>The same of scripts whose characters are syllables or words.</summary>
    private static readonly (int First, int Last)[] Syllabaries =
    [
        (0x2E80, 0x2FDF), // Han radicals
        (0x3005, 0x3007), // Han iteration mark, closing mark and zero
        (0x3021, 0x3029), // Hangzhou numerals
        (0x3031, 0x303C), // kana repeat marks
        (0x3040, 0x30FF), // Hiragana, Katakana
        (0x3100, 0x312F), // Bopomofo
        (0x31A0, 0x31BF), // Bopomofo extended
        (0x31F0, 0x31FF), // Katakana extensions
        (0x3400, 0x4DBF), // Han extension A
        (0x4E00, 0x9FFF), // Han
        (0xF900, 0xFAFF), // Han compatibility
        (0xFF66, 0xFF9F), // half-width Katakana
        (0x1AFF0, 0x1B16F), // Kana supplements
        (0x20000, 0x3FFFD), // Han extensions B and later
    ];

    /// <summary>
    /// Whether <paramref name="rune"/> is a letter, or a mark on one, of a script that sets no blanks between words: Han, kana,
    /// Bopomofo, Thai, Lao, Khmer, Myanmar, the Tai scripts and Ahom (line breaking classes ID, CJ and SA of Unicode Standard
    /// Annex #14). Digits and punctuation of these scripts are not.
    /// </summary>
    public static bool WritesWithoutBlanks(Rune rune) => IsIn(Alphabets, rune) || IsIn(Syllabaries, rune);

    /// <summary>
    /// Whether <paramref name="rune"/> is one of these that stands for a syllable or a word (Han, kana, Bopomofo): two or three of them
    /// tell as much as five letters.
    /// </summary>
    public static bool IsSyllableOrWord(Rune rune) => IsIn(Syllabaries, rune);

    /// <summary>
    /// Whether a word can end between two neighbors: one is no part of a word (letters, marks, numbers and <c>_</c> are), or one is written
    /// without blanks. Never before a mark, which belongs to what stands before it.
    /// </summary>
    public static bool WordMayEndBetween(Rune before, Rune after) =>
        !IsMark(after) && (!IsPartOfWord(before) || !IsPartOfWord(after) || WritesWithoutBlanks(before) || WritesWithoutBlanks(after));

    /// <summary>Whether <paramref name="rune"/> is a mark on what stands before it: an accent, a vowel sign, a tone.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsIn((int First, int Last)[] blocks, Rune rune)
    {
        foreach (var (first, last) in blocks)
        {
            if (rune.Value < first) return false;
            if (rune.Value <= last) return Rune.IsLetter(rune) || IsMark(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;
        }

        return false;
    }

    private static bool IsPartOfWord(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsNumber(rune) || IsMark(rune);
}
