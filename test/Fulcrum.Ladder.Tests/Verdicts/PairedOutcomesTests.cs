using Fulcrum.Data;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class PairedOutcomesTests
{
    [Fact]
    public void Only_examples_that_both_answered_count_and_an_unreadable_answer_is_wrong()
    {
        var outcomes = PairedOutcomes.Of(
            [Answer("1", "a"), Answer("2", "a"), Answer("3", "b"), Answer("4", "a"), Answer("5", "a")],
            [Answer("5", "a"), Answer("4", null), Answer("3", "a"), Answer("2", "b"), Answer("6", "a")]);
        Assert.Equal(new PairedOutcomes(Count: 4, OnlyFirst: 2, OnlySecond: 1), outcomes);
        Assert.Equal(0.75, outcomes.Discordance);
    }

    private static Prediction Answer(string id, string? predicted) =>
        new() { Part = DatasetPart.Test, Id = id, Label = "a", Predicted = predicted };
}
