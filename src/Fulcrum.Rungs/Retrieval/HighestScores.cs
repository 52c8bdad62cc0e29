namespace Fulcrum.Rungs.Retrieval;

/// <summary>Picks the highest of many scores.</summary>
internal static class HighestScores
{
    /// <summary>Indices of the highest scores, falling; of equal ones the first comes first.</summary>
    /// <param name="scores">The scores; no NaN.</param>
    /// <param name="count">How many; fewer where there are fewer.</param>
    public static int[] Of(ReadOnlySpan<float> scores, int count)
    {
        var kept = new int[Math.Min(count, scores.Length)];
        var filled = 0;
        for (var index = 0; index < scores.Length && kept.Length > 0; index++)
        {
            if (filled == kept.Length && scores[index] <= scores[kept[^1]]) continue;
            var place = filled < kept.Length ? filled++ : filled - 1;
            for (; place > 0 && scores[index] > scores[kept[place - 1]]; place--) kept[place] = kept[place - 1];
            kept[place] = index;
        }

        return kept;
    }
}
