
namespace Fulcrum.Ladder.Rungs;

/// <summary>What a result says of texts that a rung did not read to their end.</summary>
public static class CutTexts
{
    /// <summary>One sentence, or none where nothing was cut.</summary>
    /// <param name="cut">How many were cut.</param>
    /// <param name="all">Of how many.</param>
    /// <param name="name">What they are, e.g. <c>test</c>.</param>
    /// <param name="truncate">Which part was kept; the head where this is null.</param>
    public static IEnumerable<string> Note(int cut, int all, string name, TruncationSide? truncate)
    {
        if (cut == 0) yield break;
        yield return $"{cut} of {all} {name} texts were cut at the token limit; their {(truncate == TruncationSide.Tail ? "tail" : "head")} was read.";
    }
}
