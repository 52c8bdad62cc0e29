using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Microsoft.Extensions.Time.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tests.Tuned;

public sealed class TunedRungTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TrialFixture _trials = new();
    private readonly ModelCache _models = new();

    [Theory]
    [InlineData("lora", 1e-2)]
    [InlineData("full", 3e-3)]
    public void An_easy_task_is_learned_and_every_part_predicted(string rung, double rate)
    {
        var context = _trials.Create(rung, Settings(rate));

        var outcome = Run(rung, context);

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal(8 + 16, _trials.Predictions.Count);
        Assert.All(_trials.Predictions, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-6));
        Assert.Equal(rate, (double)outcome.Chosen["learning_rate"]!);
        Assert.Equal(1, Assert.Single(outcome.Search).DevAccuracy);
        Assert.True(outcome.TrainingTokens > 0);
        Assert.Equal(Directory.GetFiles(_trials.Artifact).Sum(file => new FileInfo(file).Length), outcome.ArtifactBytes);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void The_base_model_is_as_it_was_for_the_next_trial(string rung)
    {
        var before = Logits(_models.Load(TrialFixture.Model).Decoder);

        Run(rung, _trials.Create(rung, Settings(1e-2)));

        Assert.True(before.equal(Logits(_models.Load(TrialFixture.Model).Decoder)).all().item<bool>());
    }

    [Theory]
    [InlineData("int8", WeightPrecision.EightBit)]
    [InlineData("nf4", WeightPrecision.NF4)]
    public void Adapters_are_trained_on_quantized_weights_and_predict_beside_them(string name, WeightPrecision precision)
    {
        var settings = Settings(1e-2);
        settings["precision"] = name;
        var context = _trials.Create("lora", settings);

        var outcome = Run("lora", context);

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal(name, (string?)outcome.Chosen["precision"]);
        Assert.Equal(_models.Load(TrialFixture.Model).Decoder.ParameterCount, outcome.TotalParameters);
        var model = _models.Load(TrialFixture.Model, precision);
        using var adapter = LoraModel.Load(model.Decoder, _trials.Artifact);
        var score = Measure(context, model);
        var logged = _trials.Predictions.Where(prediction => prediction.Part == DatasetPart.Test).ToDictionary(prediction => prediction.Id);
        Assert.All(score.Answers, answer => Assert.Equal(logged[context.Data.Test[answer.Index].Id].Probabilities[0], answer.Probabilities[0], 1e-5));
    }

    [Fact]
    public void What_tunes_the_weights_themselves_knows_no_precision() =>
        Assert.Contains("precision", Assert.Throws<InputException>(() => Run("full", _trials.Create("full", new JsonObject { ["precision"] = "int8" }))).Message);

    [Fact]
    public void The_adapter_that_is_kept_is_the_one_that_predicted()
    {
        var context = _trials.Create("lora", Settings(1e-2));
        Run("lora", context);
        var model = _models.Load(TrialFixture.Model);

        using var adapter = LoraModel.Load(model.Decoder, _trials.Artifact);

        Assert.Equal(_trials.Accuracy(), Measure(context, model).Accuracy);
    }

    [Fact]
    public void The_weights_that_are_kept_open_as_a_model()
    {
        var outcome = Run("full", _trials.Create("full", Settings(3e-3)));

        using var kept = LanguageModel.Load(_trials.Artifact);

        Assert.Equal(outcome.TrainedParameters, kept.Decoder.Parameters.Sum(parameter => parameter.Value.NumberOfElements));
        Assert.NotNull(kept.Folder);
        Assert.False(Logits(kept.Decoder).allclose(Logits(_models.Load(TrialFixture.Model).Decoder)));
    }

    [Theory]
    [InlineData("lora", 1e-2)]
    [InlineData("full", 3e-3)]
    public void A_GGUF_on_its_own_is_enough(string rung, double rate)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "alone.gguf");
        GgufExport.Write(_models.Load(TrialFixture.Model), path, GgufPrecision.F32, TestContext.Current.CancellationToken);

        Run(rung, _trials.Create(rung, Settings(rate), model: path));

        Assert.Equal(1, _trials.Accuracy());
        if (rung == "lora") return;
        using var kept = LanguageModel.Load(_trials.Artifact);
        Assert.Equal(_models.Load(path).Tokenizer!.SpecialTokens, kept.Tokenizer!.SpecialTokens);
        Assert.Equal(_models.Load(path).Tokenizer!.Encode("claim your prize"), kept.Tokenizer!.Encode("claim your prize"));
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void The_middle_rate_is_tried_first_then_the_highest_and_the_best_on_dev_is_kept(string rung)
    {
        var outcome = Run(rung, _trials.Create(rung, Settings(1e-9, 1e-2, 1e-8)));

        Assert.Equal([1e-8, 1e-2, 1e-9], outcome.Search.Select(step => (double)step.Settings["learning_rate"]!));
        Assert.Equal(1e-2, (double)outcome.Chosen["learning_rate"]!);
        Assert.Equal(1, _trials.Accuracy());
    }

    [Fact]
    public void A_pilot_tries_the_middle_rate_alone_and_says_how_many_it_left()
    {
        var context = _trials.Create("lora", Settings(1e-9, 1e-2, 1e-3));

        var outcome = Run("lora", _trials.With(context, context.Trial with { Pilot = new Pilot(32, 8) }));

        Assert.Equal(1e-3, (double)Assert.Single(outcome.Search).Settings["learning_rate"]!);
        Assert.Equal((2, null), (outcome.UntriedSettings, outcome.TrainedShare));
    }

    [Fact]
    public void Another_seed_trains_at_the_rate_that_the_first_has_chosen_and_leaves_none_untried()
    {
        var context = _trials.Create("lora", Settings(1e-9, 1e-2, 1e-3));

        var outcome = Run("lora", _trials.With(context, context.Trial with { Settled = new JsonObject { ["learning_rate"] = 1e-2, ["epochs"] = 2 } }));

        Assert.Equal(1e-2, (double)Assert.Single(outcome.Search).Settings["learning_rate"]!);
        Assert.Equal(0, outcome.UntriedSettings);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void A_rate_at_which_the_loss_becomes_NaN_loses(string rung)
    {
        var outcome = Run(rung, _trials.Create(rung, Settings(1e-2, 1e30)));

        Assert.Equal(1e-2, (double)outcome.Chosen["learning_rate"]!);
        Assert.Equal(1, _trials.Accuracy());
        Assert.Contains(outcome.Notes, note => note.StartsWith("At learning rate 1E+30 the training loss became NaN or infinite", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_rate_gives_a_number_the_trial_fails_with_the_remedy()
    {
        var failed = Assert.Throws<TrialFailedException>(() => Run("lora", _trials.Create("lora", Settings(1e30))));

        Assert.Equal("The training loss became NaN or infinite at every learning rate tried (1E+30). Set lower learning_rates.", failed.Message);
        Assert.Empty(_trials.Predictions);
    }

    [Fact]
    public void Where_weights_are_no_numbers_the_trial_fails_and_names_them()
    {
        using var folder = new TemporaryFolder();
        DamagedModel.Write(folder.Path, "llama", "model.norm.weight");

        var failed = Assert.Throws<TrialFailedException>(() => Run("lora", _trials.Create("lora", Settings(1e-3), model: folder.Path)));

        Assert.EndsWith("model.norm.weight.", failed.Message);
    }

    [Theory]
    [InlineData("lora", null, "head")]
    [InlineData("full", TruncationSide.Tail, "tail")]
    public void Texts_of_every_part_that_are_cut_are_counted(string rung, TruncationSide? truncate, string kept)
    {
        var settings = Settings(1e-3);
        settings["max_tokens"] = 2;
        var context = _trials.Create(rung, settings);

        var outcome = Run(rung, _trials.With(context, context.Trial with { Truncate = truncate }));

        Assert.Equal(
            [.. new[] { "32 of 32 train", "16 of 16 test", "8 of 8 dev" }.Select(count => $"{count} texts were cut at the token limit; their {kept} was read.")],
            outcome.Notes);
    }

    [Fact]
    public void Without_a_dev_part_the_middle_rate_is_taken()
    {
        var outcome = Run("lora", _trials.Create("lora", Settings(1e-9, 1e-2, 1e-1), dev: 0));

        Assert.Equal(1e-2, (double)outcome.Chosen["learning_rate"]!);
        Assert.Empty(outcome.Search);
        Assert.Contains(outcome.Notes, note => note.Contains("no dev part", StringComparison.Ordinal));
    }

    [Fact]
    public void The_budget_ends_training_and_search_but_something_is_kept_and_scored()
    {
        var context = _trials.Create("lora", Settings(1e-4, 1e-3, 1e-2), dev: 400, test: 60, clock: new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }, budget: 20);

        var outcome = Run("lora", context);

        Assert.Single(outcome.Search);
        Assert.Equal(2, outcome.UntriedSettings);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended the search after 1 of 3", StringComparison.Ordinal));
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended training", StringComparison.Ordinal));
        Assert.InRange(outcome.TrainedShare!.Value, 0.01, 0.99);
        Assert.InRange(_trials.Predictions.Count(prediction => prediction.Part == DatasetPart.Test), TimedSamples.AtLeast, 59);
        Assert.InRange(_trials.Predictions.Count(prediction => prediction.Part == DatasetPart.Dev), TimedSamples.AtLeast, 399);
    }

    [Fact]
    public void Every_wrong_setting_is_named()
    {
        var context = _trials.Create("lora", new JsonObject { ["rank"] = 0, ["learning_rates"] = new JsonArray(-1), ["epochs"] = 0 });

        Assert.Equal(3, Assert.Throws<InputException>(() => Run("lora", context)).Errors.Count);
    }

    [Fact]
    public void Canceling_stops_and_leaves_the_base_as_it_was()
    {
        var before = Logits(_models.Load(TrialFixture.Model).Decoder);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => TrialPipeline.Run(new LoraRung(_models), _trials.Create("lora", []), canceled.Token));

        Assert.True(before.equal(Logits(_models.Load(TrialFixture.Model).Decoder)).all().item<bool>());
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
        _scope.Dispose();
    }

    private TrialOutcome Run(string rung, TrialContext context)
    {
        IRung tuned = rung == "lora" ? new LoraRung(_models) : new FullRung(_models);
        return TrialPipeline.Run(tuned, context, TestContext.Current.CancellationToken);
    }

    private static DevScore Measure(TrialContext context, LanguageModel model)
    {
        var fit = context.ForFit();
        using var predictor = new LabelPredictor(model.Decoder, new PromptedTuning(fit, model, new LoraSettings(), WeightPrecision.Full).Formatter);
        return DevScore.Measure(context.Data.Test, fit, predictor, stop: null, TestContext.Current.CancellationToken);
    }

    private static JsonObject Settings(params double[] rates) =>
        new() { ["learning_rates"] = new JsonArray([.. rates.Select(rate => JsonValue.Create(rate))]), ["epochs"] = 6, ["batch"] = 4 };

    private static Tensor Logits(Decoder decoder)
    {
        using var noGradient = no_grad();
        return decoder.Logits(decoder.Forward(tensor(new long[] { 1, 25, 120, 11 }).unsqueeze(0)));
    }
}
