using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>Typing errors as hands make them: letters swapped, dropped, doubled, apostrophes forgotten.</summary>
internal static class Typos
{
    /// <summary>Spoils about one word in thirty.</summary>
    public static string Add(string text, SeededRandom random) =>
        MailText.ChangeWords(text, word => word.Length > 3 && random.Below(30) == 0 ? Spoil(word, random) : word);

    private static string Spoil(string word, SeededRandom random)
    {
        int at = 1 + random.Below(word.Length - 2);
        return random.Below(4) switch
        {
            0 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            1 => word.Remove(at, 1),
            2 => word.Insert(at, word[at].ToString()),
            _ => word.Contains('\'', StringComparison.Ordinal) ? word.Replace("'", "", StringComparison.Ordinal) : word.ToLowerInvariant(),
        };
    }
}
