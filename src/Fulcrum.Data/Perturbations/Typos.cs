using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Perturbations;

/// <summary>
/// Misspells one word in ten, at least one: two neighboring letters are swapped, one is dropped, or the key beside it is hit. The first
/// and the last letter stay, as in Pruthi, Dhingra and Lipton 2019 (ACL, "Combating adversarial misspellings"). Words of fewer than four
/// letters, URLs and mail addresses are left alone.
/// </summary>
internal sealed partial class Typos : IPerturbation
{
    private const double ShareOfWords = 0.1;

    private static readonly string[] KeyRows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    public string Name => "typos";

    public string Apply(string text, Random random)
    {
        var single = new SingleCharacters(text);
        var isAddress = WebAddresses.Of(text);
        var words = Draw.Share(
            Word().Matches(text).Where(word => single.All(word.Index, word.Length) && !isAddress(word.Index, word.Length)), ShareOfWords, random);
        if (words.Count == 0) return text;
        var changed = new StringBuilder(text.Length + words.Count);
        var done = 0;
        foreach (var word in words)
        {
            changed.Append(text, done, word.Index - done).Append(Misspell(word.Value, random));
            done = word.Index + word.Length;
        }

        return changed.Append(text, done, text.Length - done).ToString();
    }

    private static string Misspell(string word, Random random)
    {
        var place = random.Next(1, word.Length - 1);
        var first = Math.Min(place, word.Length - 3);
        return random.Next(3) switch
        {
            0 when word[first] != word[first + 1] => $"{word[..first]}{word[first + 1]}{word[first]}{word[(first + 2)..]}",
            1 when KeyBeside(word[place], random) is { } beside => $"{word[..place]}{beside}{word[(place + 1)..]}",
            _ => word.Remove(place, 1),
        };
    }

    /// <summary>A key beside that of a letter on a QWERTY keyboard.</summary>
    private static char? KeyBeside(char letter, Random random)
    {
        foreach (var row in KeyRows)
        {
            var place = row.IndexOf(char.ToLowerInvariant(letter));
            if (place < 0) continue;
            var beside = row[place == 0 ? 1 : place == row.Length - 1 ? place - 1 : place + (random.Next(2) == 0 ? -1 : 1)];
            return char.IsUpper(letter) ? char.ToUpperInvariant(beside) : beside;
        }

        return null;
    }

    [GeneratedRegex(@"\p{L}{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
