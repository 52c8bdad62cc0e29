using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Rungs.ZeroShot;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>Rungs that prompt ask for lists of labels, show them, learn them and read them.</summary>
public sealed class MultiLabelPromptTests : IDisposable
{
    private readonly ListTrials _trials = new();
    private readonly ModelCache _models = new();

    [Theory]
    [InlineData("lora", 2e-2, 20)]
    [InlineData("full", 3e-3, 12)]
    public void Tuning_teaches_a_model_to_write_lists(string rung, double rate, int epochs)
    {
        var outcome = Run(_trials.Create(rung, new JsonObject { ["learning_rates"] = new JsonArray(rate), ["epochs"] = epochs }));

        // Of eight sets of labels, each as frequent as any other, majority answers one.
        Assert.InRange(_trials.TestAccuracy, 0.6, 1);
        Assert.All(_trials.Predictions, prediction => Assert.Empty(prediction.Probabilities));
        var step = Assert.Single(outcome.Search);
        Assert.Null(step.DevLoss);
        Assert.InRange(step.DevAccuracy, 0.6, 1);
    }

    [Theory]
    [InlineData("zero-shot", "{}")]
    [InlineData("few-shot", """{"shots": 3, "draws": 2}""")]
    [InlineData("retrieval", """{"shots": 2}""")]
    public void Under_the_constraint_every_answer_of_any_model_is_an_array_of_different_labels(string rung, string settings)
    {
        var outcome = Run(_trials.Create(rung, JsonNode.Parse(settings)!.AsObject()));

        Assert.Equal(16 + 8, _trials.Predictions.Count);
        Assert.Equal("generated", (string?)outcome.Chosen["scoring"]);
        Assert.All(_trials.Predictions, prediction =>
        {
            var written = JsonSerializer.Deserialize<string[]>(prediction.Raw!)!;
            Assert.Equal(written.Distinct(), written);
            Assert.Equal(LabelSet.OfList(written), prediction.Predicted);
        });
    }

    [Fact]
    public void Prompts_and_draws_are_compared_by_the_lists_that_are_written()
    {
        var outcome = Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 2, ["draws"] = 2 }));

        Assert.Equal([("generated", 1), ("generated", 2)], outcome.Search.Select(step => ((string)step.Settings["scoring"]!, (int)step.Settings["draw"]!)));
        Assert.All(outcome.Search, step => Assert.Null(step.DevLoss));
        Assert.Equal(0, outcome.Figures["unread/list"]);
        Assert.Equal(16, outcome.Figures["answers/list"]);
    }

    [Fact]
    public void An_artifact_that_is_opened_again_answers_as_the_trial_did()
    {
        Run(_trials.Create("few-shot", new JsonObject { ["shots"] = 3, ["draws"] = 1 }));
        var examples = ListTrials.Examples("test", 16);
        var answers = new Dictionary<string, LabelSet?>();

        using var predictor = DecidingPredictor.Open(Rung("few-shot"), Artifact.Open(_trials.Artifact));
        predictor.Predict(
            [.. examples.Select(example => new TaskInput(example.Id, example.Text))],
            answer => answers[examples[answer.Index].Id] = TaskKind.MultiLabel.ToLabels(answer.Labels!, ListTrials.Labels),
            TestContext.Current.CancellationToken);

        Assert.Equal(_trials.Test.ToDictionary(prediction => prediction.Id, prediction => prediction.Predicted), answers);
    }

    [Fact]
    public void Examples_show_lists_in_the_order_of_the_labels()
    {
        Example[] shots = [new("1", "lunch at home", LabelSet.OfList(["way", "food"])), new("2", "no news", LabelSet.OfList([]))];
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Equal(
            """
            lunch at home
            Answer: ["food", "way"]

            no news
            Answer: []

            prize
            Answer:
            """.ReplaceLineEndings("\n"),
            Shown(new PromptDefinition { Name = "p", Template = "{text}", Format = AnswerFormat.Json }));
        Assert.Equal(
            """
            lunch at home
            Answer: eat, way

            no news
            Answer: none

            prize
            Answer:
            """.ReplaceLineEndings("\n"),
            Shown(new PromptDefinition { Name = "p", Template = "{text}", Answers = new Dictionary<string, string> { ["food"] = "eat" } }));

        string Shown(PromptDefinition prompt) =>
            tokenizer.Decode(new PromptFormatter(tokenizer, null, prompt, ListTrials.Labels, default, shots: shots, kind: TaskKind.MultiLabel).Format("prize").Tokens);
    }

    [Fact]
    public void What_chooses_one_label_is_refused()
    {
        var refused = Assert.Throws<InputException>(() => Run(_trials.Create("zero-shot", new JsonObject { ["scoring"] = "sum" })));

        Assert.Equal(
            "zero-shot: `scoring: sum` chooses one label, but a row of a multi-label task has any number. Write `scoring: generated`, or leave it out.",
            Assert.Single(refused.Errors).ToString());
    }

    public void Dispose()
    {
        _trials.Dispose();
        _models.Dispose();
    }

    private TrialOutcome Run(TrialContext context) =>
        TrialPipeline.Run(Rung(context.Trial.Rung.Name), context, TestContext.Current.CancellationToken);

    private IRung Rung(string name) => name switch
    {
        "zero-shot" => new ZeroShotRung(_models),
        "few-shot" => new FewShotRung(_models),
        "retrieval" => new RetrievalRung(_models),
        "lora" => new LoraRung(_models),
        _ => new FullRung(_models),
    };
}
