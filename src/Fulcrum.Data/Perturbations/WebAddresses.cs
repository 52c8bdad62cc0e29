using System.Text.RegularExpressions;

namespace Fulcrum.Data.Perturbations;

/// <summary>Finds URLs and mail addresses, in which a typo or another number is another address and not the same text.</summary>
internal static partial class WebAddresses
{
    /// <summary>URLs, without the punctuation that ends a sentence after them; <c>host</c> and <c>path</c> (with query and fragment) are groups.</summary>
    [GeneratedRegex("""(?:https?://|\bwww\.)(?<host>[^\s<>"'()\[\]{}/?#]*[\p{L}\p{N}])(?<path>(?:[/?#][^\s<>"'()\[\]{}]*)?)(?<![.,;:!?])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Url();

    /// <summary>Whether positions of a text are inside a URL or a mail address.</summary>
    public static Func<int, int, bool> Of(string text)
    {
        (int Start, int End)[] spans = [.. Url().Matches(text).Concat(Mail().Matches(text)).Select(match => (match.Index, match.Index + match.Length)).Order()];
        // Spans of the two kinds may overlap; the furthest end so far makes one search enough.
        for (var i = 1; i < spans.Length; i++) spans[i].End = Math.Max(spans[i].End, spans[i - 1].End);
        return (start, length) =>
        {
            var next = Array.BinarySearch(spans, (start + length, 0));
            var before = (next < 0 ? ~next : next) - 1;
            return before >= 0 && spans[before].End > start;
        };
    }

    // Starts where a run of such characters does, and gives none of them back: linear in any text.
    [GeneratedRegex(@"(?<![\p{L}\p{N}._%+-])(?>[\p{L}\p{N}._%+-]+)@[\p{L}\p{N}.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Mail();
}
