using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Leakage;

/// <summary>
/// Finds words in headers and columns that predict a label almost perfectly, such as <c>X-Spam-Flag: YES</c> or the address of a
/// mailing list from which one label was collected.
/// </summary>
internal static partial class LabelWordFinder
{
    private const double LeastShareOfLabel = 0.3;
    private const double ShareOfOthersBelow = 0.01;
    private const int FewestRows = 5;
    private const int Shown = 10;
    private const int LengthLookedAt = 4000;

    /// <summary>The most telling word of each header and label, at most ten.</summary>
    public static IReadOnlyList<LabelWord> Find(IReadOnlyList<Example> examples)
    {
        var rowsByLabel = examples.CountBy(example => example.Label).ToDictionary();
        var counts = new Dictionary<(string Where, string Word), Dictionary<string, int>>();
        foreach (var example in examples)
        {
            foreach (var pair in example.Metadata.SelectMany(field => WordsOf(field.Value).Select(word => (field.Key.ToLowerInvariant(), word))).Distinct())
            {
                ref var byLabel = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _);
                byLabel ??= [];
                byLabel[example.Label] = byLabel.GetValueOrDefault(example.Label) + 1;
            }
        }

        return
        [
            .. (from pair in counts
                from label in pair.Value
                let others = examples.Count - rowsByLabel[label.Key]
                let share = (double)label.Value / rowsByLabel[label.Key]
                where label.Value >= FewestRows && share >= LeastShareOfLabel && others > 0
                    && pair.Value.Values.Sum() - label.Value < ShareOfOthersBelow * others
                orderby share descending, pair.Key.Where, pair.Key.Word
                select new LabelWord(pair.Key.Word, pair.Key.Where, label.Key, share))
            .DistinctBy(word => (word.Where, word.Label))
            .Take(Shown),
        ];
    }

    private static IEnumerable<string> WordsOf(string value) =>
        Word().Matches(value.Length <= LengthLookedAt ? value : value[..LengthLookedAt]).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:[.@_-][\p{L}\p{Nd}]+)*")]
    private static partial Regex Word();
}
