using System.Globalization;
using System.Text;

namespace Fulcrum.Data.Unicode;

/// <summary>Characters that leave no mark on the screen and are no white space, such as a zero-width space or a variation selector.</summary>
internal static class InvisibleCharacters
{
    /// <summary>Controls, format characters and the other characters that Unicode calls default ignorable (UAX 44).</summary>
    public static bool Contains(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control && !Rune.IsWhiteSpace(rune)
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);
}
