using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Leakage;

/// <summary>
/// Finds words in headers and columns that predict a label almost perfectly, such as <c>X-Spam-Flag: YES</c> or the address of a
/// mailing list from which one label was collected. Where no blanks stand between words, every piece of two to four letters may be one.
/// </summary>
internal static partial class LabelWordFinder
{
    private const double LeastShareOfLabel = 0.3;
    private const double ShareOfOthersBelow = 0.01;
    private const int FewestRows = 5;
    private const int Shown = 10;
    private const int LengthLookedAt = 4000;
    private const int ShortestPiece = 2;
    private const int LongestPiece = 4;

    /// <summary>Rows of a label among which a word must stand first: one that a third of all has is missed there once in a billion times.</summary>
    private const int RowsSampled = 1000;
    private const double LeastShareOfSample = 0.2;

    /// <summary>The most telling word of each header and label, at most ten.</summary>
    public static IReadOnlyList<LabelWord> Find(IReadOnlyList<Example> examples)
    {
        var rowsByLabel = examples.SelectMany(example => example.Labels).CountBy(label => label).ToDictionary();
        var frequent = Frequent(examples);
        var counts = Count(examples, frequent.Contains);
        return
        [
            .. (from pair in counts
                from label in pair.Value.ByLabel
                let others = examples.Count - rowsByLabel[label.Key]
                let share = (double)label.Value / rowsByLabel[label.Key]
                where label.Value >= FewestRows && share >= LeastShareOfLabel && others > 0
                    && pair.Value.Rows - label.Value < ShareOfOthersBelow * others
                orderby share descending, pair.Key.Where, PieceLength(pair.Key.Word) descending, pair.Key.Word
                select new LabelWord(pair.Key.Word, pair.Key.Where, label.Key, share))
            .DistinctBy(word => (word.Where, word.Label))
            .Take(Shown),
        ];
    }

    /// <summary>The words that may have their share of a label: so only these are counted in all rows, however many other words there are.</summary>
    private static HashSet<(string Where, string Word)> Frequent(IReadOnlyList<Example> examples)
    {
        var frequent = new HashSet<(string, string)>();
        foreach (var rows in examples.SelectMany(example => example.Labels, (example, label) => (example, label)).GroupBy(pair => pair.label, pair => pair.example).Select(label => label.ToArray()))
        {
            var step = Math.Max(1, (double)rows.Length / RowsSampled);
            Example[] sample = [.. Enumerable.Range(0, Math.Min(rows.Length, RowsSampled)).Select(i => rows[(int)(i * step)])];
            foreach (var (pair, counted) in Count(sample, _ => true))
                if (counted.Rows >= LeastShareOfSample * sample.Length) frequent.Add(pair);
        }

        return frequent;
    }

    /// <summary>Rows, and those of each label, that have a word in a header or column.</summary>
    private static Dictionary<(string Where, string Word), WordRows> Count(
        IReadOnlyList<Example> examples, Predicate<(string Where, string Word)> isCounted)
    {
        var counts = new Dictionary<(string Where, string Word), WordRows>();
        foreach (var example in examples)
        {
            foreach (var pair in example.Metadata.SelectMany(field => WordsOf(field.Value).Select(word => (field.Key.ToLowerInvariant(), word))).Distinct())
            {
                if (!isCounted(pair)) continue;
                ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _);
                counted ??= new WordRows();
                counted.Rows++;
                foreach (var label in example.Labels) counted.ByLabel[label] = counted.ByLabel.GetValueOrDefault(label) + 1;
            }
        }

        return counts;
    }

    private static IEnumerable<string> WordsOf(string value)
    {
        var text = WidthForm.Fold(value.Length <= LengthLookedAt ? value : value[..LengthLookedAt]).ToLowerInvariant();
        return Word().Matches(text).SelectMany(match => WordsOfRun(match.Value));
    }

    /// <summary>A run of letters and digits, cut where a script with blanks meets one without; of the latter all pieces.</summary>
    private static List<string> WordsOfRun(string run)
    {
        if (!run.EnumerateRunes().Any(Script.WritesWithoutBlanks)) return [run];
        List<string> words = [];
        List<string> letters = [];
        var other = "";
        var kana = 0;
        foreach (var rune in run.EnumerateRunes())
        {
            if (!Script.WritesWithoutBlanks(rune))
            {
                EndLetters();
                other += rune;
                continue;
            }

            EndOther();
            if (letters.Count > 0 && Script.IsMark(rune))
            {
                letters[^1] += rune;
                continue;
            }

            // Where Japanese changes its script a word begins or ends.
            if (kana != (kana = KanaOf(rune))) EndLetters();
            letters.Add(rune.ToString());
        }

        EndLetters();
        EndOther();
        return words;

        void EndOther()
        {
            if (other.Length > 0) words.Add(other);
            other = "";
        }

        void EndLetters()
        {
            for (var first = 0; first < letters.Count; first++)
            {
                for (var length = Math.Min(ShortestPiece, letters.Count); length <= LongestPiece && first + length <= letters.Count; length++)
                    words.Add(string.Concat(letters[first..(first + length)]));
            }

            letters.Clear();
        }
    }

    private static int KanaOf(Rune rune) => rune.Value switch
    {
        >= 0x3040 and <= 0x309F => 1,
        >= 0x30A0 and <= 0x30FF => 2,
        _ => 0,
    };

    /// <summary>Of pieces of one word the longest is shown; other words are all alike.</summary>
    private static int PieceLength(string word) => Script.WritesWithoutBlanks(word.EnumerateRunes().First()) ? word.Length : 0;

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+(?:[.@_-][\p{L}\p{M}\p{Nd}]+)*")]
    private static partial Regex Word();

    /// <summary>In how many rows a word stands. One of several labels is one row.</summary>
    private sealed class WordRows
    {
        public int Rows { get; set; }

        public Dictionary<string, int> ByLabel { get; } = [];
    }
}
