using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Scoring;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Generation;

public sealed class TextGeneratorTests
{
    private static readonly int[][] Prompts = [[5, 6, 7, 8], [5, 6, 30], [5, 6, 9, 10, 11, 12, 13], [5, 6]];

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Greedy_tokens_of_a_batch_equal_the_reference(string name)
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Fixture($"models/{name}/golden.json")));
        JsonElement[] runs = [.. json.RootElement.GetProperty("greedy").EnumerateArray()];

        var written = Generate(model, [.. runs.Select(run => run.GetProperty("prompt").Deserialize<int[]>()!)], new() { MaxTokens = 16 });

        foreach (var (run, text) in runs.Zip(written))
            Assert.Equal(UpToEnd(run.GetProperty("new_tokens").Deserialize<int[]>()!, model.Configuration), text.Tokens);
    }

    [Fact]
    public void Greedy_tokens_and_texts_of_SmolLM2_equal_the_reference()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/architectures/smollm2.json")));
        JsonElement[] cases = [.. json.RootElement.GetProperty("cases").EnumerateArray()];

        var written = Generate(model, [.. cases.Select(c => c.GetProperty("input_ids").Deserialize<int[]>()!)], new() { MaxTokens = 40 });

        foreach (var (golden, text) in cases.Zip(written))
        {
            var tokens = golden.GetProperty("greedy_40_ids_not_stopping").Deserialize<int[]>()!;
            Assert.Equal(UpToEnd(tokens, model.Configuration), text.Tokens);
            Assert.Equal(golden.GetProperty("greedy_text").GetString(), model.Tokenizer!.Decode(tokens));
            Assert.Equal(golden.GetProperty("greedy_text_until_end_token").GetString(), text.Text);
        }
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1.5, 1, 0)]
    [InlineData(1.5, 0.8, 0)]
    [InlineData(1.5, 1, 5)]
    public void Every_prompt_of_a_batch_gives_what_it_gives_alone(double temperature, double topP, int topK) =>
        AssertAlike("llama", new GenerationSettings { MaxTokens = 12, Temperature = temperature, TopP = topP, TopK = topK, Seed = 3 });

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Every_prompt_of_a_ragged_batch_gives_what_it_gives_alone_whatever_the_model_and_the_settings(string name) => AssertAlike(
        name,
        new GenerationSettings
        {
            MaxTokens = 12, Temperature = 1.5, TopP = 0.9, TopK = 20, MinP = 0.01, RepetitionPenalty = 1.2, TopLogProbabilities = 3, Seed = 3,
        });

    [Fact]
    public void Log_probabilities_of_what_is_written_add_up_to_its_score()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var written = Generate(model, [Prompts[0]], new() { MaxTokens = 6, Temperature = 1, TopK = 20, Seed = 4, TopLogProbabilities = 1 })[0];
        var score = 0.0;

        new LabelScorer(model.Decoder).Score(
            [Prompts[0]], [[.. written.Tokens]], batch => score = batch[0].LogProbabilities[0], TestContext.Current.CancellationToken);

        Assert.Equal(score, written.LogProbabilities.Sum(token => token.LogProbability), 1e-3);
        Assert.All(written.LogProbabilities, token => Assert.True(token.Top[0].LogProbability >= token.LogProbability));
    }

    [Fact]
    public void A_repetition_penalty_keeps_greedy_writing_from_going_round_in_circles()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int Distinct(double penalty) => Generate(model, [Prompts[0]], new() { MaxTokens = 16, RepetitionPenalty = penalty })[0].Tokens.Distinct().Count();

        Assert.True(Distinct(1) < 16);
        Assert.Equal(16, Distinct(1e6));
    }

    [Fact]
    public void Text_is_told_as_it_is_written()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var pieces = new List<TextPiece>();
        var whole = new List<GeneratedText>();

        new TextGenerator(model.Decoder, model.Tokenizer!) { Streamed = pieces.Add }
            .Generate(Prompts, new() { MaxTokens = 12, Temperature = 1, Seed = 1 }, whole.Add, TestContext.Current.CancellationToken);

        Assert.All(whole, text => Assert.Equal(text.Text, string.Concat(pieces.Where(piece => piece.Index == text.Index).Select(piece => piece.Text))));
        Assert.True(pieces.Count > 2 * Prompts.Length);
    }

    [Fact]
    public void A_prompt_without_tokens_is_refused_before_anything_is_written()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Contains("Prompt 1 has no tokens", Assert.Throws<ArgumentException>(() => Generate(model, [[5], []], new())).Message);
    }

    [Fact]
    public void A_seed_repeats_and_another_one_does_not()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[] Write(int seed) => [.. Generate(model, Prompts, new() { MaxTokens = 10, Temperature = 2, Seed = seed }).SelectMany(text => text.Tokens)];

        Assert.Equal(Write(1), Write(1));
        Assert.NotEqual(Write(1), Write(2));
    }

    [Fact]
    public void The_most_probable_token_alone_is_greedy()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[] Write(GenerationSettings settings) => [.. Generate(model, Prompts, settings).SelectMany(text => text.Tokens)];
        var greedy = Write(new() { MaxTokens = 10 });

        Assert.Equal(greedy, Write(new() { MaxTokens = 10, Temperature = 1, TopK = 1 }));
        Assert.Equal(greedy, Write(new() { MaxTokens = 10, Temperature = 1, TopP = 1e-6 }));
    }

    [Fact]
    public void A_stop_string_that_spans_tokens_ends_the_text_before_it()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var free = Generate(model, Prompts, new() { MaxTokens = 10, Temperature = 1, Seed = 1 });
        var text = free.First(t => t.Text.Length >= 6 && t.Tokens.Count == 10);
        var stop = text.Text[2..5];

        var stopped = Generate(model, Prompts, new() { MaxTokens = 10, Temperature = 1, Seed = 1, StopStrings = ["never written", stop] })[text.Index];

        Assert.Equal(text.Text[..text.Text.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
        Assert.Equal(GenerationEnding.StopString, stopped.Ending);
        Assert.True(stopped.Tokens.Count <= text.Tokens.Count);
    }

    [Fact]
    public void Writing_ends_where_the_model_has_no_more_positions()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[] prompt = [.. Enumerable.Repeat(7, model.Configuration.ContextLength - 3)];

        var written = Assert.Single(Generate(model, [prompt], new() { MaxTokens = 10, Temperature = 1 }));

        Assert.True(written.Tokens.Count <= 3);
        Assert.Contains("Prompt 1 has 256 tokens", Assert.Throws<ArgumentException>(() => Generate(model, [[5], [.. prompt, 7, 7, 7]], new())).Message);
    }

    [Fact]
    public void It_can_be_canceled()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Throws<OperationCanceledException>(() =>
            new TextGenerator(model.Decoder, model.Tokenizer!).Generate(Prompts, new(), _ => { }, new CancellationToken(canceled: true)));
    }

    private static void AssertAlike(string name, GenerationSettings settings)
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"));

        var together = Generate(model, Prompts, settings);

        for (var i = 0; i < Prompts.Length; i++)
        {
            // A prompt's place is part of its seed: the ones before it end at once here.
            int[][] alone = [.. Enumerable.Repeat(Prompts[i], i + 1)];
            var single = Generate(model, alone, settings)[i];
            Assert.Equal(together[i].Tokens, single.Tokens);
            Assert.Equal(
                together[i].LogProbabilities.Select(token => token.LogProbability),
                single.LogProbabilities.Select(token => token.LogProbability),
                (first, second) => Math.Abs(first - second) < 1e-3);
        }
    }

    private static GeneratedText[] Generate(LanguageModel model, int[][] prompts, GenerationSettings settings)
    {
        var all = new List<GeneratedText>();
        new TextGenerator(model.Decoder, model.Tokenizer ?? Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/tiny-bpe")))
            .Generate(prompts, settings, all.Add, TestContext.Current.CancellationToken);
        return [.. all.OrderBy(text => text.Index)];
    }

    private static int[] UpToEnd(int[] tokens, ModelConfiguration configuration) =>
        [.. tokens.TakeWhile(token => !configuration.EndTokens.Contains(token))];
}
