using Fulcrum.Ladder.Prompts;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class PromptTryTests
{
    private static readonly PromptDefinition Prompt = new() { Name = "p", Template = "{text}" };

    private readonly PromptCandidate _candidate = new(
        Prompt, new PromptFormatter(Tokenizer.Load(RepositoryFiles.Fixture("models/llama")), null, Prompt, ["a", "b"], TrialFixture.RunCreated));

    [Fact]
    public void The_most_accurate_is_best_and_of_equals_the_one_with_the_smallest_loss()
    {
        var best = Try(ScoringVariant.Calibrated, "++-+", 0.4);

        Assert.Same(best, PromptTry.Best([Try(ScoringVariant.Sum, "++--", 0.1), Try(ScoringVariant.Normalized, "+++-", 0.5), best]));
    }

    [Theory]
    [InlineData("++")]
    [InlineData("+-")]
    public void Generating_is_no_better_for_having_been_tried_on_easier_rows(string generated) =>
        Assert.Equal(
            ScoringVariant.Sum,
            PromptTry.Best([Try(ScoringVariant.Sum, "++--", 1), Try(ScoringVariant.Generated, generated, null)]).Scoring);

    [Fact]
    public void Generating_is_best_where_it_is_better_on_the_same_rows() =>
        Assert.Equal(
            ScoringVariant.Generated,
            PromptTry.Best([Try(ScoringVariant.Sum, "-+++", 1), Try(ScoringVariant.Generated, "++", null)]).Scoring);

    [Fact]
    public void Where_only_generating_was_tried_the_most_accurate_is_best()
    {
        var best = Try(ScoringVariant.Generated, "++", null);

        Assert.Same(best, PromptTry.Best([Try(ScoringVariant.Generated, "+-", null), best]));
    }

    private PromptTry Try(ScoringVariant scoring, string correct, double? loss) =>
        new(_candidate, scoring, [.. correct.Select(c => c == '+' ? 1.0 : 0)], loss);
}
