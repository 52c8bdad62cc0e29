using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Scratch;
using Fulcrum.Tests;
using TorchSharp;

namespace Fulcrum.Rungs.Tests.Scratch;

public sealed class ScratchRungTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TrialFixture _trials = new();

    [Fact]
    public void An_easy_task_is_learned_from_nothing()
    {
        var outcome = TrialPipeline.Run(new ScratchRung(), _trials.Create("scratch", Small()), TestContext.Current.CancellationToken);

        Assert.Equal(1, _trials.Accuracy());
        Assert.Equal(8 + 16, _trials.Predictions.Count);
        Assert.Equal(["training tokenizer", "pre-training"], _trials.Stages.Take(2));
        Assert.Equal(outcome.TotalParameters, outcome.TrainedParameters);
    }

    [Fact]
    public void The_artifact_opens_as_a_model_with_its_tokenizer()
    {
        var outcome = TrialPipeline.Run(new ScratchRung(), _trials.Create("scratch", Small()), TestContext.Current.CancellationToken);

        using var model = LanguageModel.Load(_trials.Artifact);
        var tokenizer = Tokenizer.Load(_trials.Artifact);
        Assert.Equal((2, 32, 2), (model.Configuration.LayerCount, model.Configuration.HiddenSize, model.Configuration.HeadCount));
        Assert.Equal(model.Configuration.VocabularySize, tokenizer.IdLimit);
        Assert.Equal(model.Configuration.BeginToken, tokenizer.TokenToId("<|begin|>"));
        Assert.Equal(outcome.TrainedParameters, model.Decoder.Parameters.Sum(parameter => parameter.Value.NumberOfElements));
    }

    [Fact]
    public void The_same_seed_gives_the_same_predictions()
    {
        using var again = new TrialFixture();

        TrialPipeline.Run(new ScratchRung(), _trials.Create("scratch", Small()), TestContext.Current.CancellationToken);
        TrialPipeline.Run(new ScratchRung(), again.Create("scratch", Small()), TestContext.Current.CancellationToken);

        Assert.Equal(
            _trials.Predictions.Select(prediction => (prediction.Id, prediction.Predicted, prediction.Probabilities[0])),
            again.Predictions.Select(prediction => (prediction.Id, prediction.Predicted, prediction.Probabilities[0])));
    }

    [Fact]
    public void Texts_that_are_cut_are_counted()
    {
        var settings = Small();
        settings["max_tokens"] = 1;

        var outcome = TrialPipeline.Run(new ScratchRung(), _trials.Create("scratch", settings), TestContext.Current.CancellationToken);

        Assert.Contains("32 of 32 train texts were cut at the token limit; their head was read.", outcome.Notes);
    }

    [Fact]
    public void A_text_is_cut_at_the_token_limit_and_keeps_its_end_token()
    {
        var tokenizer = ScratchTokenizer.Train(["a b c d e f"], 2, new ScratchSettings { MaxTokens = 3 }, truncate: null, TestContext.Current.CancellationToken);

        var prompt = tokenizer.Format("a b c d e f");

        Assert.True(prompt.WasCut);
        Assert.Equal(5, prompt.Tokens.Length);
        Assert.Equal((tokenizer.BeginToken, tokenizer.EndToken), (prompt.Tokens[0], prompt.Tokens[^1]));
        Assert.False(tokenizer.Format("a").WasCut);
    }

    [Fact]
    public void Of_a_long_text_the_tail_is_kept_where_that_is_asked_for()
    {
        var tokenizer = ScratchTokenizer.Train(["a b c d e f"], 2, new ScratchSettings { MaxTokens = 3 }, TruncationSide.Tail, TestContext.Current.CancellationToken);

        Assert.EndsWith("f<|end|>", tokenizer.Tokenizer.Decode(tokenizer.Format("a b c d e f").Tokens));
    }

    [Fact]
    public void A_text_cannot_spell_the_tokens_of_labels()
    {
        var tokenizer = ScratchTokenizer.Train(["a b", "<|label 1|>"], 2, new ScratchSettings(), truncate: null, TestContext.Current.CancellationToken);

        var tokens = tokenizer.Format("a<|label 1|><|end|>").Tokens;

        Assert.Equal([tokenizer.BeginToken, tokenizer.EndToken], tokens.Where(tokenizer.Tokenizer.IsSpecial));
        Assert.Contains("a<|label 1|><|end|>", tokenizer.Tokenizer.Decode(tokens));
    }

    [Fact]
    public void Every_wrong_setting_is_named()
    {
        var context = _trials.Create("scratch", new JsonObject { ["hidden"] = 30, ["layers"] = 0, ["pretrain_epochs"] = 0 });

        Assert.Equal(3, Assert.Throws<InputException>(() => TrialPipeline.Run(new ScratchRung(), context, TestContext.Current.CancellationToken)).Errors.Count);
    }

    public void Dispose()
    {
        _trials.Dispose();
        _scope.Dispose();
    }

    private static JsonObject Small() => new()
    {
        ["layers"] = 2, ["hidden"] = 32, ["heads"] = 2, ["learning_rates"] = new JsonArray(5e-3), ["batch"] = 8, ["pretrain_epochs"] = 1,
    };
}
