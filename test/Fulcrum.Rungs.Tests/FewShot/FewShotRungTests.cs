using System.Text.Json.Nodes;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.FewShot;

namespace Fulcrum.Rungs.Tests.FewShot;

public sealed class FewShotRungTests : IDisposable
{
    private readonly PromptTrials trials = new();
    private readonly ModelCache models = new();

    [Fact]
    public void Draws_of_examples_are_compared_on_dev()
    {
        var outcome = Run(trials.Create("few-shot", new JsonObject { ["shots"] = 2, ["max_tokens"] = 20 }));

        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], outcome.Search.Select(step => (int)step.Settings["draw"]!));
        Assert.Contains(outcome.Search, step => JsonNode.DeepEquals(step.Settings, outcome.Chosen));
        Assert.Equal(9 + 6, trials.Predictions.Count);
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void A_fixed_scoring_takes_one_draw_and_searches_nothing()
    {
        var outcome = Run(trials.Create("few-shot", new JsonObject { ["shots"] = 2, ["max_tokens"] = 20, ["scoring"] = "calibrated" }));

        Assert.Empty(outcome.Search);
        Assert.Equal("""{"prompt":"words","scoring":"calibrated","draw":1}""", outcome.Chosen.ToJsonString());
    }

    [Fact]
    public void The_examples_stand_in_the_prompt()
    {
        Run(trials.Create("few-shot", new JsonObject { ["shots"] = 0, ["max_tokens"] = 20, ["scoring"] = "sum" }));
        var without = trials.Predictions.Average(p => p.PromptTokens);
        trials.Predictions.Clear();

        Run(trials.Create("few-shot", new JsonObject { ["shots"] = 4, ["max_tokens"] = 20, ["scoring"] = "sum" }));

        Assert.True(trials.Predictions.Average(p => p.PromptTokens) > 3 * without);
    }

    [Fact]
    public void As_many_examples_are_shown_as_the_model_has_room_for()
    {
        var outcome = Run(trials.Create("few-shot", new JsonObject { ["shots"] = 20, ["max_tokens"] = 100, ["scoring"] = "sum" }));

        Assert.Matches(@"^Prompt words shows \d+ examples and not 20", Assert.Single(outcome.Notes));
        Assert.All(trials.Predictions, p => Assert.InRange(p.PromptTokens, 50, 256));
    }

    [Fact]
    public void Examples_that_are_cut_are_counted()
    {
        var outcome = Run(trials.Create("few-shot", new JsonObject { ["shots"] = 3, ["max_tokens"] = 1, ["scoring"] = "sum" }));

        Assert.Contains("3 of 3 example texts were cut at the token limit; their head was read.", outcome.Notes);
    }

    [Fact]
    public void Nothing_to_draw_from_fails()
    {
        var context = trials.Create("few-shot");
        var empty = new TrialContext
        {
            Trial = context.Trial, Task = context.Task, Data = context.Data with { Train = [] },
            Predictions = trials, Progress = trials, ArtefactFolder = context.ArtefactFolder,
        };

        Assert.Contains("empty", Assert.Throws<TrialFailedException>(() => Run(empty)).Message);
    }

    public void Dispose() => models.Dispose();

    private Fulcrum.Ladder.Rungs.RungOutcome Run(TrialContext context) =>
        new FewShotRung(models).Run(context, TestContext.Current.CancellationToken);
}
