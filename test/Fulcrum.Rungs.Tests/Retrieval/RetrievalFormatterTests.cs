using Fulcrum.Data;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Retrieval;

public sealed class RetrievalFormatterTests
{
    private static readonly Example[] Train = [new("0", "zero", "ham"), new("1", "one", "spam"), new("2", "two", "ham"), new("3", "three", "spam")];

    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

    [Fact]
    public void The_nearest_example_stands_last() =>
        Assert.Equal("three\nAnswer: spam\n\none\nAnswer: spam\n\nx\nAnswer:", Read(Formatter(256).Format("x")));

    [Fact]
    public void The_farthest_are_left_out_where_there_is_no_room_for_all()
    {
        var whole = Formatter(256);
        var room = whole.Format("x").Tokens.Length + whole.AnswerTokens;

        var fitting = Formatter(room);
        var shorter = Formatter(room - 1);

        Assert.Equal(whole.Format("x").Tokens, fitting.Format("x").Tokens);
        Assert.Equal("one\nAnswer: spam\n\nx\nAnswer:", Read(shorter.Format("x")));
        Assert.Empty(fitting.PredictionNotes);
        Assert.Equal(["1 prompts show fewer than 2 examples: the context of the model is full."], shorter.PredictionNotes);
    }

    [Fact]
    public void A_text_without_room_for_itself_is_an_error_or_cut_as_without_examples() =>
        Assert.Contains("kept for the answer", Assert.Throws<InputException>(() => Formatter(20).Format("a text that is much too long for the model")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_without_content_has_the_examples_for_calibration() =>
        Assert.Equal("zero\nAnswer: ham\n\nN/A\nAnswer:", Read(Formatter(256).FormatContentFree("N/A")));

    private string Read(FormattedPrompt prompt) => _tokenizer.Decode(prompt.Tokens);

    private RetrievalFormatter Formatter(int contextLength) => new(
        new PromptFormatter(_tokenizer, null, new PromptDefinition { Name = "p", Template = "{text}" }, MadeUpTask.Labels, TrialFixture.RunCreated, new TextLimits { ContextLength = contextLength }),
        new Always([1, 3]), Train, [Train[0]], 2);

    private sealed class Always(int[] nearest) : IExampleFinder
    {
        public string Name => "always";

        public long ParameterCount => 0;

        public void Save(string folder) => Assert.Fail("There is nothing to save.");

        public int[] Nearest(string text, int count) => nearest[..count];

        public void Dispose()
        {
        }
    }
}
