using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.ZeroShot;

namespace Fulcrum.Rungs.Tests.ZeroShot;

public sealed class ZeroShotRungTests : IDisposable
{
    private static readonly PromptDefinition[] Prompts =
    [
        new() { Name = "words", Template = "{labels} {text}" },
        new()
        {
            Name = "json", Template = """{"is_spam": BOOL} {text}""", Format = AnswerFormat.Json,
            Answers = new Dictionary<string, string> { ["ham"] = "false", ["spam"] = "true" },
        },
    ];

    private readonly PromptTrials trials = new();
    private readonly ModelCache models = new();

    [Fact]
    public void Every_prompt_is_scored_in_three_ways_and_answered_and_the_best_predicts()
    {
        var outcome = Run(trials.Create("zero-shot", prompts: Prompts));

        string[] ways = ["sum", "normalised", "calibrated"];
        Assert.Equal(
            [.. ways.Select(way => ("words", way)), .. ways.Select(way => ("json", way)), ("words", "generated"), ("json", "generated")],
            outcome.Search.Select(step => ((string)step.Settings["prompt"]!, (string)step.Settings["scoring"]!)));
        Assert.Contains(outcome.Search, step => JsonNode.DeepEquals(step.Settings, outcome.Chosen));
        Assert.Equal(["asked/json", "asked/words", "unparsable/json", "unparsable/words"], outcome.Figures.Keys.Order());
        Assert.Equal(1, outcome.Figures["unparsable/json"]);
        Assert.Equal(models.Load(trials.Create("zero-shot").Trial.Model!).Decoder.Parameters.Sum(p => p.Value.NumberOfElements), outcome.TotalParameters);
        Assert.Equal(9 + 6, trials.Predictions.Count);
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("normalised")]
    [InlineData("calibrated")]
    public void A_fixed_scoring_predicts_with_probabilities_and_searches_nothing(string scoring)
    {
        var outcome = Run(trials.Create("zero-shot", new JsonObject { ["scoring"] = scoring }, shift: 2, prompts: Prompts));

        Assert.Empty(outcome.Search);
        Assert.Empty(outcome.Figures);
        Assert.Equal($$"""{"prompt":"words","scoring":"{{scoring}}"}""", outcome.Chosen.ToJsonString());
        Assert.Equal(9 + 6 + 2, trials.Predictions.Count);
        Assert.All(trials.Predictions, p =>
        {
            Assert.Equal(1, p.Probabilities.Sum(), 1e-9);
            Assert.Equal(PromptTrials.Labels[p.Probabilities[0] >= p.Probabilities[1] ? 0 : 1], p.Predicted);
            Assert.True(p is { PromptTokens: > 0, Milliseconds: > 0, Raw: null });
        });
    }

    [Fact]
    public void Generated_answers_are_logged_as_they_were_written()
    {
        Run(trials.Create("zero-shot", new JsonObject { ["scoring"] = "generated" }, prompts: Prompts));

        Assert.All(trials.Predictions, p => Assert.True(p.Raw is not null && p.Probabilities.Count == 0));
        Assert.Contains(trials.Predictions, p => p.GeneratedTokens > 0);
    }

    [Fact]
    public void Constrained_answers_can_all_be_read()
    {
        PromptDefinition[] constrained = [Prompts[1] with { Constrained = true }];

        var outcome = Run(trials.Create("zero-shot", prompts: constrained));
        Run(trials.Create("zero-shot", new JsonObject { ["scoring"] = "generated" }, prompts: constrained));

        Assert.Equal(0, outcome.Figures["unparsable/json"]);
        var generated = trials.Predictions.Skip(9 + 6).ToArray();
        Assert.Equal(9 + 6, generated.Length);
        Assert.All(generated, p => Assert.Equal(p.Predicted == "spam", (bool)JsonNode.Parse(p.Raw!)!["is_spam"]!));
    }

    [Fact]
    public void A_row_that_is_too_long_for_the_model_ends_the_trial_before_it_is_asked_and_can_be_cut()
    {
        var context = trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum", ["max_tokens"] = 1000 });
        var data = context.Data with { Test = [.. context.Data.Test, new Example("long", string.Join(' ', Enumerable.Range(0, 300)), "ham")] };
        TrialContext With(KeptPart? truncate) => new()
        {
            Trial = context.Trial with { Truncate = truncate }, Task = context.Task, Data = data, Predictions = trials, Progress = trials, ArtefactFolder = "none",
        };

        var error = Assert.Single(Assert.Throws<InputException>(() => Run(With(null))).Errors);
        Assert.Contains("Row long", error.Message);
        Assert.Contains("the model takes 256", error.Message);
        Assert.Empty(trials.Predictions);

        Assert.Contains("1 of 10 test texts were cut at the token limit.", Run(With(KeptPart.Tail)).Notes);
    }

    [Fact]
    public void A_short_budget_ends_the_search_and_leaves_the_first_prompt()
    {
        var outcome = Run(trials.Create("zero-shot", dev: 60, test: 70, clock: new PromptTrials.SteppingClock(), budget: 2, prompts: Prompts));

        Assert.Equal(["words"], outcome.Search.Select(step => (string)step.Settings["prompt"]!).Distinct());
        Assert.Contains("The budget ended the search on dev; 4 of its steps were left out.", outcome.Notes);
        Assert.InRange(trials.Predictions.Count(p => p.Part == DatasetPart.Test), 50, 70);
    }

    [Fact]
    public void Without_a_dev_part_the_first_prompt_is_calibrated()
    {
        var outcome = Run(trials.Create("zero-shot", dev: 0, prompts: Prompts));

        Assert.Equal("""{"prompt":"words","scoring":"calibrated"}""", outcome.Chosen.ToJsonString());
    }

    [Theory]
    [InlineData("""{"scoring": "best"}""", "sum, normalised, calibrated, generated")]
    [InlineData("""{"max_tokens": "many"}""", "max_tokens")]
    public void A_setting_that_makes_no_sense_fails(string settings, string named) =>
        Assert.Contains(named, Assert.Throws<TrialFailedException>(() => Run(trials.Create("zero-shot", JsonNode.Parse(settings)!.AsObject()))).Message);

    [Fact]
    public void A_seed_gives_the_same_predictions_again()
    {
        Run(trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }));
        Run(trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }));

        Assert.Equal(
            trials.Predictions.Take(15).Select(p => (p.Id, p.Predicted, p.Probabilities[0])),
            trials.Predictions.Skip(15).Select(p => (p.Id, p.Predicted, p.Probabilities[0])));
    }

    public void Dispose() => models.Dispose();

    private RungOutcome Run(TrialContext context) => new ZeroShotRung(models).Run(context, TestContext.Current.CancellationToken);
}
