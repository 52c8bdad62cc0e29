using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Microsoft.Extensions.Time.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tests.Tuned;

public sealed class TunedEncoderTests : IDisposable
{
    private static readonly string Bert = RepositoryFiles.Fixture("models/bert");

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TrialFixture _trials = new();
    private readonly ModelCache _models = new();

    [Theory]
    [InlineData("lora", 1e-2)]
    [InlineData("full", 3e-3)]
    public void An_easy_task_is_learned_and_every_part_predicted(string rung, double rate)
    {
        var outcome = Run(rung, _trials.Create(rung, Settings(rate), model: Bert));

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal(8 + 16, _trials.Predictions.Count);
        Assert.All(_trials.Predictions, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-6));
        Assert.Equal(1, Assert.Single(outcome.Search).DevAccuracy);
        // The head: two labels of 64 weights and a bias.
        Assert.Equal(166_368 + 130, outcome.TotalParameters);
        Assert.Equal(Directory.GetFiles(_trials.Artifact).Sum(file => new FileInfo(file).Length), outcome.ArtifactBytes);
    }

    [Fact]
    public void The_weights_that_are_kept_are_those_that_predicted_and_know_the_labels()
    {
        var context = _trials.Create("full", Settings(3e-3), model: Bert);
        Run("full", context);

        using var kept = EncoderModel.Load(_trials.Artifact);

        Assert.Equal(MadeUpTask.Labels, kept.Configuration.Labels!);
        AssertPredictsTheSame(kept, context);
    }

    [Fact]
    public void The_adapter_that_is_kept_brings_its_head()
    {
        var context = _trials.Create("lora", Settings(1e-2), model: Bert);
        Run("lora", context);
        using var generator = new Generator(99);
        using var model = EncoderModel.LoadForClassification(Bert, MadeUpTask.Labels, generator);

        using var adapter = LoraModel.Load(model.Encoder, _trials.Artifact);

        AssertPredictsTheSame(model, context);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void Every_rate_begins_at_the_same_start_and_the_best_on_dev_is_kept(string rung)
    {
        var outcome = Run(rung, _trials.Create(rung, Settings(1e-9, 1e-2, 1e-8), model: Bert));

        Assert.Equal(1e-2, (double)outcome.Chosen["learning_rate"]!);
        Assert.Equal(1, _trials.Accuracy());
        // The two that change nothing, before and after the one that does.
        Assert.Equal(outcome.Search[0].DevLoss!.Value, outcome.Search[2].DevLoss!.Value, 1e-3);
    }

    [Fact]
    public void The_budget_ends_scoring_with_a_fair_sample()
    {
        var context = _trials.Create("lora", Settings(1e-4), test: 200, clock: new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }, budget: 10, model: Bert);

        var outcome = Run("lora", context);

        Assert.InRange(_trials.Predictions.Count(p => p.Part == DatasetPart.Test), TimedSamples.AtLeast, 199);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended after", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void Where_weights_are_no_numbers_the_trial_fails_and_names_them(string rung)
    {
        using var folder = new TemporaryFolder();
        DamagedModel.Write(folder.Path, "bert", "encoder.layer.1.output.dense.weight");

        var failed = Assert.Throws<TrialFailedException>(() => Run(rung, _trials.Create(rung, Settings(1e-3), model: folder.Path)));

        Assert.EndsWith("encoder.layer.1.output.dense.weight.", failed.Message);
        Assert.Empty(_trials.Predictions);
    }

    [Fact]
    public void A_text_that_is_too_long_for_the_model_is_an_error_unless_it_may_be_cut()
    {
        var settings = Settings(1e-3);
        settings["max_tokens"] = 1000;
        var context = _trials.Create("lora", settings, model: Bert);
        context = _trials.With(context, data: context.Data with { Test = [.. context.Data.Test, new Example("long", string.Join(' ', Enumerable.Repeat("prize", 300)), "spam")] });

        var error = Assert.Single(Assert.Throws<UnreadableTextsException>(() => Run("lora", context)).Errors);
        Assert.Matches(@"^Row long: The text has \d{3,} tokens, but the model takes 256\.$", error.Message);
        Assert.Empty(_trials.Predictions);

        var outcome = Run("lora", _trials.With(context, context.Trial with { Truncate = TruncationSide.Head }));
        Assert.Equal("1 of 17 test texts were cut at the token limit; their head was read.", Assert.Single(outcome.Notes));
    }

    [Fact]
    public void A_precision_is_refused()
    {
        var settings = Settings(1e-2);
        settings["precision"] = "nf4";

        var refused = Assert.Throws<TrialFailedException>(() => Run("lora", _trials.Create("lora", settings, model: Bert)));

        Assert.Contains("`precision` is not fp32, but the model is an encoder", refused.Message);
    }

    [Fact]
    public void Canceling_stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrialPipeline.Run(new FullRung(_models), _trials.Create("full", [], model: Bert), new CancellationToken(canceled: true)));

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
        _scope.Dispose();
    }

    private void AssertPredictsTheSame(EncoderModel model, TrialContext context)
    {
        var results = new Dictionary<string, Answer>();
        using var predictor = new ClassifierPredictor(model.Encoder, text => new FormattedPrompt(model.Tokenize(text, 128).Ids, false));
        TaskInput[] inputs = [.. context.Data.Test.Select(example => new TaskInput(example.Id, example.Text))];
        predictor.Predict(inputs, answer => results[inputs[answer.Index].Id] = answer, TestContext.Current.CancellationToken);

        Assert.All(_trials.Predictions.Where(p => p.Part == DatasetPart.Test), p => Assert.Equal(p.Probabilities[0], results[p.Id].Probabilities[0], 1e-5));
    }

    private TrialOutcome Run(string rung, TrialContext context)
    {
        IRung tuned = rung == "lora" ? new LoraRung(_models) : new FullRung(_models);
        return TrialPipeline.Run(tuned, context, TestContext.Current.CancellationToken);
    }

    private static JsonObject Settings(params double[] rates) =>
        new() { ["learning_rates"] = new JsonArray([.. rates.Select(rate => JsonValue.Create(rate))]), ["epochs"] = 6, ["batch"] = 4 };
}
