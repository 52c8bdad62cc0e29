using System.Text;
using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>What later mails do to their words: the eye sees the same, a word list does not.</summary>
internal static class Disguise
{
    // Latin letters and the Cyrillic ones that look like them.
    private const string Plain = "aeocpxyisAEOCPXTHKMB", Twins = "аеосрхуіѕАЕОСРХТНКМВ";

    /// <summary>Writes letters of every other word with their Cyrillic twins (Unicode TR 39 confusables).</summary>
    public static string Homoglyphs(string text, SeededRandom random) =>
        MailText.ChangeWords(text, word => random.Chance(50) ? word : string.Concat(word.Select(letter =>
            Plain.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at && random.Chance(60) ? Twins[at] : letter)));

    /// <summary>Puts characters without width into every other longer word.</summary>
    public static string ZeroWidth(string text, SeededRandom random) =>
        MailText.ChangeWords(text, word => word.Length < 4 || random.Chance(50)
            ? word
            : word.Insert(1 + random.Below(word.Length - 1), random.Chance(50) ? "\u200B" : "\u200C"));

    /// <summary>The invisible run with which newsletters (and those who imitate them) fill the preview line.</summary>
    public static string Padding(SeededRandom random) =>
        new StringBuilder().Insert(0, "\u200C\u00A0", 8 + random.Below(12)).ToString();
}
