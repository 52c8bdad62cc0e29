using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Rungs.Tests.Retrieval;

public sealed class RetrievalRungTests : IDisposable
{
    private readonly TrialFixture _trials = new(MadeUpTask.Numbers);
    private readonly ModelCache _models = new();

    [Fact]
    public void Examples_are_found_by_their_words_and_the_way_to_score_is_chosen_on_dev()
    {
        var outcome = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 2 }));

        Assert.Equal("tf-idf", (string?)outcome.Chosen["examples_by"]);
        Assert.Equal(["sum", "normalized", "calibrated"], outcome.Search.Select(step => (string)step.Settings["scoring"]!));
        Assert.Equal(9 + 6, _trials.Predictions.Count);
        Assert.All(_trials.Predictions, p => Assert.Equal(1, p.Probabilities.Sum(), 1e-6));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void With_an_embedding_model_it_counts_among_the_parameters()
    {
        var bert = RepositoryFiles.Fixture("models/bert");

        var words = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 2, ["scoring"] = "sum" }));
        var embeddings = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 2, ["scoring"] = "sum", ["embeddings"] = bert }));

        Assert.Equal("bert", (string?)embeddings.Chosen["examples_by"]);
        Assert.Equal(166_368, embeddings.TotalParameters - words.TotalParameters);
    }

    [Fact]
    public void Examples_that_are_cut_are_counted()
    {
        var outcome = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 2, ["max_tokens"] = 1, ["scoring"] = "sum" }));

        // Few texts, all of them near the same examples: not all of the twenty are shown, and only those shown are spoken of.
        var note = Assert.Single(outcome.Notes, note => note.Contains("example texts were cut", StringComparison.Ordinal));
        var shown = int.Parse(note.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.Equal($"{shown} of {shown} example texts were cut at the token limit; their head was read.", note);
        Assert.InRange(shown, 2, 19);
    }

    [Fact]
    public void An_embedding_model_whose_weights_are_no_numbers_is_noted()
    {
        using var folder = new TemporaryFolder();
        DamagedModel.Write(folder.Path, "bert", "encoder.layer.1.output.dense.weight");

        var outcome = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 2, ["scoring"] = "sum", ["embeddings"] = folder.Path }));

        Assert.StartsWith($"{Path.GetFileName(folder.Path)}: The weights hold NaN", Assert.Single(outcome.Notes));
    }

    [Fact]
    public void The_same_seed_gives_the_same_predictions()
    {
        Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 3 }));
        var first = _trials.Predictions.Select(p => (p.Id, p.Predicted)).ToArray();
        _trials.Predictions.Clear();

        Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 3 }));

        Assert.Equal(first, _trials.Predictions.Select(p => (p.Id, p.Predicted)));
    }

    [Fact]
    public void Prompts_without_room_for_all_examples_are_counted()
    {
        var outcome = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 20, ["scoring"] = "sum" }));

        Assert.Equal("15 prompts show fewer than 20 examples: the context of the model is full.", Assert.Single(outcome.Notes));
        Assert.All(_trials.Predictions, p => Assert.InRange(p.PromptTokens, 100, 256));
    }

    [Fact]
    public void The_budget_leaves_a_fair_sample()
    {
        var outcome = Run(_trials.Create("retrieval", new JsonObject { ["shots"] = 1, ["scoring"] = "sum" }, test: 200, clock: new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }, budget: 3));

        Assert.InRange(_trials.Predictions.Count(p => p.Part == DatasetPart.Test), TimedSamples.AtLeast, 199);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended after", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_to_find_fails()
    {
        var context = _trials.Create("retrieval");

        var failed = Assert.Throws<TrialFailedException>(() => Run(_trials.With(context, data: context.Data with { Train = [] })));

        Assert.Equal("The training part is empty.", failed.Message);
    }

    [Fact]
    public void It_can_be_canceled()
    {
        var settings = new JsonObject { ["embeddings"] = RepositoryFiles.Fixture("models/bert") };

        Assert.ThrowsAny<OperationCanceledException>(() => TrialPipeline.Run(new RetrievalRung(_models), _trials.Create("retrieval", settings), new CancellationToken(canceled: true)));
        Assert.Empty(_trials.Predictions);
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
    }

    private TrialOutcome Run(TrialContext context) => TrialPipeline.Run(new RetrievalRung(_models), context, TestContext.Current.CancellationToken);
}
