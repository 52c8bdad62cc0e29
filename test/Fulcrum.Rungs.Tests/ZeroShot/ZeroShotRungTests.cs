using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.ZeroShot;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

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

    private readonly TrialFixture _trials = new(MadeUpTask.Numbers);
    private readonly ModelCache _models = new();

    [Fact]
    public void Every_prompt_is_scored_in_three_ways_and_answered_and_the_best_predicts()
    {
        var outcome = Run(_trials.Create("zero-shot", prompts: Prompts));

        string[] ways = ["sum", "normalized", "calibrated"];
        Assert.Equal(
            [.. ways.Select(way => ("words", way)), .. ways.Select(way => ("json", way)), ("words", "generated"), ("json", "generated")],
            outcome.Search.Select(step => ((string)step.Settings["prompt"]!, (string)step.Settings["scoring"]!)));
        Assert.Contains(outcome.Search, step => JsonNode.DeepEquals(step.Settings, outcome.Chosen));
        Assert.Equal(["unparsable/json", "unparsable/words"], outcome.Figures.Keys.Where(key => key.StartsWith("unparsable", StringComparison.Ordinal)).Order());
        Assert.Equal((6, 6, 1), (outcome.Figures["unread/json"], outcome.Figures["answers/json"], outcome.Figures["unparsable/json"]));
        Assert.Equal(_models.Load(_trials.Create("zero-shot").Trial.Model!).Decoder.Parameters.Sum(p => p.Value.NumberOfElements), outcome.TotalParameters);
        Assert.Equal(9 + 6, _trials.Predictions.Count);
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("normalized")]
    [InlineData("calibrated")]
    public void One_prompt_with_a_fixed_scoring_predicts_with_probabilities_and_searches_nothing(string scoring)
    {
        var outcome = Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = scoring }, shift: 2, prompts: [Prompts[0]]));

        Assert.Empty(outcome.Search);
        Assert.Empty(outcome.Figures);
        Assert.Equal($$"""{"prompt":"words","scoring":"{{scoring}}"}""", outcome.Chosen.ToJsonString());
        Assert.Equal(9 + 6 + 2, _trials.Predictions.Count);
        Assert.All(_trials.Predictions, p =>
        {
            Assert.Equal(1, p.Probabilities.Sum(), 1e-9);
            Assert.Equal(MadeUpTask.Labels[p.Probabilities[0] >= p.Probabilities[1] ? 0 : 1], p.Predicted);
            Assert.True(p is { PromptTokens: > 0, Milliseconds: > 0, Raw: null });
        });
    }

    [Theory]
    [InlineData("sum", "sum", "sum", "generated", "generated")]
    [InlineData("generated", "generated", "generated")]
    public void A_fixed_scoring_still_finds_the_prompt_on_dev_and_counts_what_cannot_be_read(string scoring, params string[] tried)
    {
        var outcome = Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = scoring }, dev: 12, prompts: Prompts));

        Assert.Equal(tried, outcome.Search.Select(step => (string)step.Settings["scoring"]!));
        var best = outcome.Search.Where(step => (string)step.Settings["scoring"]! == scoring).OrderByDescending(step => step.DevAccuracy).ThenBy(step => step.DevLoss).First();
        Assert.True(JsonNode.DeepEquals(best.Settings, outcome.Chosen));
        Assert.Equal(1, outcome.Figures["unparsable/json"]);
    }

    [Theory]
    [InlineData("fp32")]
    [InlineData("int8")]
    [InlineData("nf4")]
    public void A_precision_is_that_of_the_weights_asked_and_is_told(string precision)
    {
        var outcome = Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum", ["precision"] = precision }));

        Assert.Equal(precision == "fp32" ? null : precision, (string?)outcome.Chosen["precision"]);
        var path = _trials.Create("zero-shot").Trial.Model!;
        var full = _models.Load(path).Decoder.ParameterCount;
        Assert.Equal(full, outcome.TotalParameters);
        Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }));
        var (asked, exact) = (_trials.Predictions[0].Probabilities[0], _trials.Predictions[9 + 6].Probabilities[0]);
        if (precision == "fp32") Assert.Equal(exact, asked);
        else Assert.NotEqual(exact, asked);
    }

    [Fact]
    public void Generated_answers_are_logged_as_they_were_written()
    {
        Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "generated" }, prompts: Prompts));

        Assert.All(_trials.Predictions, p => Assert.True(p.Raw is not null && p.Probabilities.Count == 0));
        Assert.Contains(_trials.Predictions, p => p.GeneratedTokens > 0);
    }

    [Fact]
    public void Constrained_answers_can_all_be_read()
    {
        PromptDefinition[] constrained = [Prompts[1] with { Constrained = true }];

        var outcome = Run(_trials.Create("zero-shot", prompts: constrained));
        Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "generated" }, prompts: constrained));

        Assert.Equal(0, outcome.Figures["unparsable/json"]);
        var generated = _trials.Predictions.Skip(9 + 6).ToArray();
        Assert.Equal(9 + 6, generated.Length);
        Assert.All(generated, p => Assert.Equal(p.Predicted == "spam", (bool)JsonNode.Parse(p.Raw!)!["is_spam"]!));
    }

    [Fact]
    public void A_row_that_is_too_long_for_the_model_ends_the_trial_before_it_is_asked_and_can_be_cut()
    {
        var context = _trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum", ["max_tokens"] = 1000 });
        var data = context.Data with { Test = [.. context.Data.Test, new Example("long", string.Join(' ', Enumerable.Range(0, 300)), "ham")] };
        TrialContext With(TruncationSide? truncate) => _trials.With(context, context.Trial with { Truncate = truncate }, data);

        var error = Assert.Single(Assert.Throws<UnreadableTextsException>(() => Run(With(null))).Errors);
        Assert.Contains("Row long", error.Message);
        Assert.Contains("the model takes 256", error.Message);
        Assert.Empty(_trials.Predictions);

        Assert.Contains("1 of 10 test texts were cut at the token limit; their tail was read.", Run(With(TruncationSide.Tail)).Notes);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_noted_in_the_result()
    {
        using var folder = new TemporaryFolder();
        DamagedModel.Write(folder.Path, "llama", "model.norm.weight");

        var outcome = Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }, model: folder.Path));

        Assert.Contains("NaN or infinite numbers", Assert.Single(outcome.Notes));
    }

    [Fact]
    public void A_short_budget_ends_the_search_and_leaves_the_first_prompt()
    {
        var outcome = Run(_trials.Create("zero-shot", dev: 60, test: 70, clock: new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }, budget: 2, prompts: Prompts));

        Assert.Equal(["words"], outcome.Search.Select(step => (string)step.Settings["prompt"]!).Distinct());
        Assert.Contains("The budget ended the search on dev; 4 of its steps were left out.", outcome.Notes);
        Assert.InRange(_trials.Predictions.Count(p => p.Part == DatasetPart.Test), TimedSamples.AtLeast, 69);
    }

    [Fact]
    public void Without_a_dev_part_the_first_prompt_is_calibrated()
    {
        var outcome = Run(_trials.Create("zero-shot", dev: 0, prompts: Prompts));

        Assert.Equal("""{"prompt":"words","scoring":"calibrated"}""", outcome.Chosen.ToJsonString());
    }

    [Theory]
    [InlineData("""{"scoring": "best"}""", "$.scoring")]
    [InlineData("""{"max_tokens": "many"}""", "max_tokens")]
    [InlineData("""{"precision": "bf16"}""", "$.precision")]
    public void A_setting_that_makes_no_sense_fails(string settings, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => Run(_trials.Create("zero-shot", JsonNode.Parse(settings)!.AsObject()))).Message);

    [Fact]
    public void A_seed_gives_the_same_predictions_again()
    {
        Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }));
        Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" }));

        Assert.Equal(
            _trials.Predictions.Take(15).Select(p => (p.Id, p.Predicted, p.Probabilities[0])),
            _trials.Predictions.Skip(15).Select(p => (p.Id, p.Predicted, p.Probabilities[0])));
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
    }

    private TrialOutcome Run(TrialContext context) => TrialPipeline.Run(new ZeroShotRung(_models), context, TestContext.Current.CancellationToken);
}
