using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Reads a label out of what a model wrote. Case does not matter; what cannot be read has no label.</summary>
/// <param name="prompt">The prompt that was answered.</param>
/// <param name="labels">The task's labels, in order.</param>
public sealed class AnswerParser(PromptDefinition prompt, IReadOnlyList<string> labels)
{
    private readonly string[] words = [.. labels.Select(label => prompt.Answers.GetValueOrDefault(label, label).Trim())];

    /// <summary>Index of the label meant, or null.</summary>
    public int? Parse(string written) => prompt.Format == AnswerFormat.Json ? ParseJson(written) : ParseWords(written);

    /// <summary>The word that comes first; of those that begin at the same place the longest.</summary>
    private int? ParseWords(string written)
    {
        var found =
            from label in Enumerable.Range(0, words.Length)
            let match = Regex.Match(written, $@"(?<!\w){Regex.Escape(words[label])}(?!\w)", RegexOptions.IgnoreCase)
            where match.Success
            orderby match.Index, match.Length descending
            select (int?)label;
        return found.FirstOrDefault();
    }

    /// <summary>The value of the first property of the first object. It must be sound JSON, as whoever uses it would need.</summary>
    private int? ParseJson(string written)
    {
        var start = written.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return null;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(written[start..]));
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.EnumerateObject().Select(property => IndexOf(property.Value.ToString())).FirstOrDefault();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private int? IndexOf(string value)
    {
        var index = Array.FindIndex(words, word => word.Equals(value.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }
}
