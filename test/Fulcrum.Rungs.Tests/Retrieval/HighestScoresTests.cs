using CsCheck;
using Fulcrum.Rungs.Retrieval;

namespace Fulcrum.Rungs.Tests.Retrieval;

public sealed class HighestScoresTests
{
    [Fact]
    public void They_are_those_that_sorting_finds() =>
        // Few different values, so that many are equal.
        Gen.Select(Gen.Int[-4, 4].Select(value => value / 4f).Array[0, 60], Gen.Int[0, 12]).Sample((scores, count) =>
            HighestScores.Of(scores, count).SequenceEqual(
                scores.Index().OrderByDescending(score => score.Item).ThenBy(score => score.Index).Take(count).Select(score => score.Index)));
}
