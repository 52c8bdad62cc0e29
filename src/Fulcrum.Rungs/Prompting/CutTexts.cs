using Fulcrum.Data;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a result says of texts that a rung did not read to their end.</summary>
internal static class CutTexts
{
    /// <summary>One sentence, or none where nothing was cut.</summary>
    /// <param name="cut">How many were cut.</param>
    /// <param name="all">Of how many.</param>
    /// <param name="name">What they are, e.g. <c>test</c>.</param>
    /// <param name="truncate">Which part was kept; the head where this is null.</param>
    public static IEnumerable<string> Note(int cut, int all, string name, KeptPart? truncate)
    {
        if (cut == 0) yield break;
        yield return $"{cut} of {all} {name} texts were cut at the token limit; their {(truncate == KeptPart.Tail ? "tail" : "head")} was read.";
    }

    /// <summary>The same for examples that are shown in prompts, each cut at <paramref name="maxTokens"/>.</summary>
    public static IEnumerable<string> Note(IReadOnlyCollection<Example> shown, Tokenizer tokenizer, int maxTokens, KeptPart? truncate) =>
        Note(shown.Count(example => tokenizer.Encode(example.Text, recognizeSpecialTokens: false).Length > maxTokens), shown.Count, "example", truncate);
}
