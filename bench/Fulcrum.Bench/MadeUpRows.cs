using System.Text;

namespace Fulcrum.Bench;

/// <summary>
/// Short labeled texts like tickets: 4 to 26 of 40,000 made-up words that are as unequally frequent as words are (Zipf's law),
/// a few of them telling the label, 2 % of the labels wrong.
/// </summary>
internal static class MadeUpRows
{
    private const int Words = 40_000;
    private const int TellingWords = 400;
    private const double TellingShare = 0.15;
    private const double Noise = 0.02;
    private static readonly string[] Labels = ["billing", "shipping", "returns", "account"];
    private static readonly string[] Onsets = ["b", "br", "c", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", ""];
    private static readonly string[] Nuclei = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    private static readonly string[] Codas = ["", "", "n", "r", "s", "t", "l", "nd", "ng", "ck"];

    /// <summary>Writes a CSV file with the columns text and label.</summary>
    public static void Write(string path, int rows)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("text,label");
        foreach (var (text, label) in Make(rows)) file.WriteLine($"{text},{label}");
    }

    /// <summary>The same rows every time; of more rows the first are those of fewer.</summary>
    public static IEnumerable<(string Text, string Label)> Make(int rows)
    {
        var random = new Random(1);
        var words = Vocabulary(random);
        for (var row = 0; row < rows; row++)
        {
            var label = random.Next(Labels.Length);
            yield return (Text(random, words, label), Labels[random.NextDouble() < Noise ? random.Next(Labels.Length) : label]);
        }
    }

    private static string Text(Random random, string[] words, int label)
    {
        var text = new StringBuilder();
        for (var left = 4 + random.Next(23); left > 0; left--)
        {
            if (text.Length > 0) text.Append(' ');
            // Rank by the inverse of the distribution function of 1/x.
            var rank = (int)Math.Pow(Words, random.NextDouble()) - 1;
            var tells = random.NextDouble() < TellingShare;
            text.Append(words[tells ? Words + (label * TellingWords) + (rank % TellingWords) : rank]);
        }

        return text.Append('.').ToString();
    }

    private static string[] Vocabulary(Random random)
    {
        var words = new HashSet<string>();
        while (words.Count < Words + (Labels.Length * TellingWords))
            words.Add(string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Pick(Onsets) + Pick(Nuclei) + Pick(Codas))));
        return [.. words];

        string Pick(string[] parts) => parts[random.Next(parts.Length)];
    }
}
