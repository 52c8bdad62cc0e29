using System.Text.Json.Nodes;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Rungs.Scratch;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Rungs.ZeroShot;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tests.Tuned;

/// <summary>How well a task is solved does not depend on what its labels are called.</summary>
public sealed class LabelNameTests : IDisposable
{
    private const double TwoPoints = 0.02;

    private readonly TuningTrials trials = new();
    private readonly ModelCache models = new();

    public static TheoryData<string, string, string> Names => new()
    {
        { "one begins another", "card", "card lost" },
        { "the longer one first", "card lost", "card" },
        { "digits", "1", "10" },
        { "underscores", "reminder", "reminder_update" },
        { "other scripts", "請求", "配送" },
        { "one token and many", "a", "the return of the string" },
    };

    public static TheoryData<string, string, string> TunedNames => [.. from rung in new[] { "lora", "full", "scratch" } from names in Names select (rung, names.Data.Item2, names.Data.Item3)];

    public static TheoryData<string, string, string> Prompts =>
    [
        .. from prompt in new[] { "plain", "chat", "chat without end", "few-shot", "retrieval", "json" }
           from names in new[] { ("card", "card lost"), ("10", "1") }
           select (prompt, names.Item1, names.Item2),
    ];

    [Theory]
    [MemberData(nameof(TunedNames))]
    public void Training_reaches_the_same_whatever_the_labels_are_called(string rung, string first, string second)
    {
        var plain = Tune(rung, "ham", "spam");

        Assert.Equal(1, plain, TwoPoints);
        Assert.Equal(plain, Tune(rung, first, second), TwoPoints);
    }

    /// <summary>A model that has learned the answers with their ends, asked by a rung that takes it as it comes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_tuned_model_that_is_prompted_reaches_the_same_whatever_the_labels_are_called(string _, string first, string second)
    {
        Tune("full", first, second);

        foreach (var scoring in new[] { "sum", "normalized" })
        {
            var context = trials.Create("zero-shot", new JsonObject { ["scoring"] = scoring }, test: 50, model: trials.Artifact, labels: [first, second]);
            Assert.Equal(1, Run(new ZeroShotRung(models), context), TwoPoints);
        }
    }

    /// <summary>Every form of a prompt that labels are scored behind, and every way to score.</summary>
    [Theory]
    [MemberData(nameof(Prompts))]
    public void Labels_of_which_one_begins_another_are_told_apart_behind_every_prompt(
        string prompt, string first, string second)
    {
        string[] labels = [first, second];
        var data = trials.Create("full", [], test: 50, labels: labels).Data;
        using var model = LanguageModel.Load(TuningTrials.Model);
        var (formatter, end) = Format(prompt, model, data);
        TrainingSequence[] sequences =
        [
            .. data.Train.Select(example => TrainingSequence.Answer(
                formatter.Format(example.Text).Tokens, [.. formatter.Continuations[Array.IndexOf(labels, example.Label)], end])),
        ];
        var options = new TrainingOptions { LearningRate = 3e-3, Epochs = 12, Batch = 4, Seed = 1 };
        Trainer.OfAllWeights(model.Decoder, options, TimeProvider.System).Train(sequences, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var scoring in new[] { ScoringVariant.Sum, ScoringVariant.Normalized, ScoringVariant.Calibrated })
        {
            // What a tuned model says of no text behind two examples is no bias of the prompt.
            if ((prompt, scoring) == ("retrieval", ScoringVariant.Calibrated)) continue;
            using var predictor = new LabelPredictor(model.Decoder, formatter, scoring, ContentFree(model, formatter));
            var score = DevScore.Measure(
                data.Test, example => Array.IndexOf(labels, example.Label), predictor, stop: null, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Equal((scoring, 1), (scoring, score.Accuracy));
        }
    }

    /// <summary>Otherwise the tests above would show nothing.</summary>
    [Theory]
    [InlineData("card", "card lost")]
    [InlineData("1", "10")]
    public void The_tokens_of_the_one_begin_the_other(string shorter, string longer)
    {
        var tokenizer = Tokenizer.Load(Path.Combine(TuningTrials.Model, "tokenizer.json"));
        Assert.Equal(tokenizer.Encode(" " + shorter), tokenizer.Encode(" " + longer).Take(tokenizer.Encode(" " + shorter).Length));
    }

    public void Dispose()
    {
        models.Dispose();
        trials.Dispose();
    }

    private double Tune(string rung, params string[] labels)
    {
        IRung tuned = rung switch { "lora" => new LoraRung(models), "full" => new FullRung(models), _ => new ScratchRung() };
        var settings = rung == "scratch" ? new JsonObject { ["learning_rates"] = new JsonArray(2e-3), ["layers"] = 2, ["hidden"] = 32 } : new JsonObject
        {
            ["learning_rates"] = new JsonArray(rung == "lora" ? 1e-2 : 3e-3), ["epochs"] = 12, ["batch"] = 4,
        };
        return Run(tuned, trials.Create(rung, settings, test: 50, labels: labels));
    }

    private double Run(IRung rung, TrialContext context)
    {
        trials.Predictions.Clear();
        TrialPipeline.Run(rung, context, TestContext.Current.CancellationToken);
        return trials.TestAccuracy;
    }

    private static double[] ContentFree(LanguageModel model, IPromptFormatter formatter)
    {
        using var predictor = new LabelPredictor(model.Decoder, formatter);
        return predictor.ScoreContentFree(TestContext.Current.CancellationToken);
    }

    private static (IPromptFormatter Formatter, int End) Format(string kind, LanguageModel model, DataSplit data)
    {
        var template = kind switch
        {
            "chat" => ChatTemplate.Parse("{% for m in messages %}<s>{{ m.role }} {{ m.content }}</s>{% endfor %}{% if add_generation_prompt %}<s>assistant {% endif %}"),
            "chat without end" => ChatTemplate.Parse("{% for m in messages %}[{{ m.role }}] {{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant] {% endif %}"),
            _ => null,
        };
        var prompt = kind == "json"
            ? new PromptDefinition { Name = "json", Template = """{text} {"class": "..."}""", Format = AnswerFormat.Json }
            : new PromptDefinition { Name = "words", Template = "{labels}? {text}" };
        var formatter = new PromptFormatter(
            model.Tokenizer!, template, prompt, data.Labels, default, shots: kind == "few-shot" ? [.. data.Train.Take(2)] : null);
        if (kind != "retrieval") return (formatter, formatter.AfterAnswer[0]);
        using var finder = new TfIdfFinder([.. data.Train.Select(example => example.Text)], TestContext.Current.CancellationToken);
        return (new RetrievalFormatter(formatter, finder, data.Train, [.. data.Train.Take(2)], shots: 2), formatter.AfterAnswer[0]);
    }
}
