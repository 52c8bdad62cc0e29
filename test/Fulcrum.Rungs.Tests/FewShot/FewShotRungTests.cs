using System.Text.Json.Nodes;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.FewShot;

public sealed class FewShotRungTests : IDisposable
{
    private readonly TrialFixture _trials = new(MadeUpTask.Numbers);
    private readonly ModelCache _models = new();

    [Fact]
    public void Draws_of_examples_are_compared_on_dev_and_the_best_is_also_answered()
    {
        var outcome = Run(_trials.Create("few-shot", Settings()));

        var scored = outcome.Search.Where(step => (string)step.Settings["scoring"]! != "generated").ToArray();
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], scored.Select(step => (int)step.Settings["draw"]!));
        var generated = Assert.Single(outcome.Search.Except(scored));
        var best = scored.OrderByDescending(step => step.DevAccuracy).ThenBy(step => step.DevLoss).First();
        Assert.Equal((int)best.Settings["draw"]!, (int)generated.Settings["draw"]!);
        Assert.Contains(outcome.Search, step => JsonNode.DeepEquals(step.Settings, outcome.Chosen));
        Assert.Equal(9 + 6, _trials.Predictions.Count);
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void A_pilot_takes_the_first_prompt_and_draw_and_says_how_many_it_left()
    {
        var context = _trials.Create("few-shot", Settings());

        var outcome = Run(_trials.With(context, context.Trial with { Pilot = new Pilot(20, 6) }));

        Assert.Empty(outcome.Search);
        Assert.Equal("""{"prompt":"words","scoring":"calibrated","draw":1}""", outcome.Chosen.ToJsonString());
        Assert.Equal(2, outcome.UntriedSettings);
    }

    [Fact]
    public void Another_seed_shows_other_examples_with_the_prompt_and_scoring_that_the_first_has_chosen()
    {
        var context = _trials.Create("few-shot", Settings());

        var outcome = Run(_trials.With(context, context.Trial with { Settled = new JsonObject { ["prompt"] = "words", ["scoring"] = "sum", ["draw"] = 3 } }));

        Assert.Empty(outcome.Search);
        Assert.Equal("""{"prompt":"words","scoring":"sum","draw":1}""", outcome.Chosen.ToJsonString());
        Assert.Equal(0, outcome.UntriedSettings);
    }

    [Fact]
    public void Answers_that_could_not_be_read_are_counted()
    {
        var outcome = Run(_trials.Create("few-shot", Settings(), dev: 40));

        Assert.Equal(30, outcome.Figures["answers/words"]);
        Assert.Equal(outcome.Figures["unread/words"] / 30, outcome.Figures["unparsable/words"]);
    }

    [Fact]
    public void A_fixed_scoring_still_compares_draws()
    {
        var outcome = Run(_trials.Create("few-shot", Settings(("scoring", "calibrated"))));

        Assert.Equal(
            [("calibrated", 1), ("calibrated", 2), ("calibrated", 3)],
            outcome.Search.Take(3).Select(step => ((string)step.Settings["scoring"]!, (int)step.Settings["draw"]!)));
        Assert.Equal("calibrated", (string?)outcome.Chosen["scoring"]);
        Assert.True(outcome.Figures.ContainsKey("unparsable/words"));
    }

    [Fact]
    public void One_prompt_one_draw_and_a_fixed_scoring_leave_nothing_to_search()
    {
        var outcome = Run(_trials.Create("few-shot", Settings(("scoring", "calibrated"), ("draws", 1))));

        Assert.Empty(outcome.Search);
        Assert.Empty(outcome.Figures);
        Assert.DoesNotContain(_trials.Stages, stage => stage.StartsWith("trying", StringComparison.Ordinal));
        Assert.Equal("""{"prompt":"words","scoring":"calibrated","draw":1}""", outcome.Chosen.ToJsonString());
    }

    [Fact]
    public void The_examples_stand_in_the_prompt()
    {
        Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 0, ["max_tokens"] = 20, ["scoring"] = "sum" }));
        var without = _trials.Predictions.Average(p => p.PromptTokens);
        _trials.Predictions.Clear();

        Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 4, ["max_tokens"] = 20, ["scoring"] = "sum" }));

        Assert.True(_trials.Predictions.Average(p => p.PromptTokens) > 3 * without);
    }

    [Fact]
    public void As_many_examples_are_shown_as_the_model_has_room_for()
    {
        var outcome = Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 20, ["max_tokens"] = 100, ["scoring"] = "sum" }));

        Assert.Matches(@"^Prompt words shows \d+ examples and not 20", Assert.Single(outcome.Notes));
        Assert.All(_trials.Predictions, p => Assert.InRange(p.PromptTokens, 50, 256));
    }

    [Fact]
    public void Examples_that_are_cut_are_counted()
    {
        var outcome = Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 3, ["draws"] = 1, ["max_tokens"] = 1, ["scoring"] = "sum" }));

        Assert.Contains("3 of 3 example texts were cut at the token limit; their head was read.", outcome.Notes);
    }

    [Fact]
    public void Nothing_to_draw_from_fails()
    {
        var context = _trials.Create("few-shot");

        var failed = Assert.Throws<TrialFailedException>(() => Run(_trials.With(context, data: context.Data with { Train = [] })));

        Assert.Equal("The training part is empty.", failed.Message);
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
    }

    private static JsonObject Settings(params (string Name, JsonNode Value)[] more)
    {
        var settings = new JsonObject { ["shots"] = 2, ["max_tokens"] = 20 };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    private TrialOutcome Run(TrialContext context) =>
        TrialPipeline.Run(new FewShotRung(_models), context, TestContext.Current.CancellationToken);
}
