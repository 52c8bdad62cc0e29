using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Rungs.Answers;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Answers;

public sealed class AnswerParserTests
{
    private static readonly string[] Table = File.ReadAllLines(RepositoryFiles.Fixture("answers/answers.jsonl"));

    public static TheoryData<string, string, int> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, int>();
            foreach (var (number, line) in Table.Index())
            {
                using var json = JsonDocument.Parse(line);
                lines.Add(json.RootElement.GetProperty("case").GetString()!, json.RootElement.GetProperty("written").GetRawText(), number);
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_answer_is_read_as_a_careful_reader_takes_it(string _, string written, int line)
    {
        using var json = JsonDocument.Parse(Table[line]);
        var root = json.RootElement;
        var labels = root.GetProperty("labels").Deserialize<string[]>()!;
        var prompt = new PromptDefinition
        {
            Name = "p",
            Template = root.GetProperty("template").GetString()!,
            Format = Enum.Parse<AnswerFormat>(root.GetProperty("format").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            Answers = root.TryGetProperty("answers", out var answers) ? answers.Deserialize<Dictionary<string, string>>()! : [],
        };

        var read = new AnswerParser(prompt, labels).Parse(JsonSerializer.Deserialize<string>(written)!);

        Assert.Equal(root.GetProperty("label").GetString(), read is { } label ? labels[label] : null);
    }

    [Theory]
    [InlineData("Yes.", 1)]
    [InlineData("\n no, it is not; yes", 0)]
    [InlineData("I do not know", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Yes_and_no_are_read_as_whole_words_and_the_first_counts(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.YesNo, written, "no", "yes"));

    [Theory]
    [InlineData("""{"is_spam": true}""", 1)]
    [InlineData("""Sure! {"is_spam": "False"} Anything else?""", 0)]
    [InlineData("""{"is_spam": tr""", null)]
    [InlineData("{}", null)]
    [InlineData("true", null)]
    public void An_answer_in_JSON_has_to_be_in_an_object(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.Json, written, "false", "true"));

    [Theory]
    [InlineData("The class is Refund.", 0)]
    [InlineData("refund-late!", 1)]
    [InlineData("refunded", null)]
    public void Of_words_that_begin_at_the_same_place_the_longest_counts(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.Words, written, "refund", "refund-late"));

    /// <summary>A quadratic reader would take minutes.</summary>
    [Theory]
    [InlineData("{")]
    [InlineData("\"")]
    [InlineData("{\"a\": ")]
    [InlineData("{'a': \"")]
    [InlineData("[")]
    [InlineData("refund ")]
    [InlineData("refund or refund-late, ")]
    [InlineData("not ")]
    [InlineData("refund*not ")]
    [InlineData("refun")]
    [InlineData("a")]
    [InlineData("\n")]
    [InlineData(". ")]
    [InlineData("<think>")]
    [InlineData("</think>")]
    [InlineData("\u0301")]
    public void A_megabyte_is_read_in_time_that_grows_with_its_length(string repeated)
    {
        var written = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var start = Stopwatch.GetTimestamp();

        Parse(AnswerFormat.Words, written, "refund", "refund-late");
        Parse(AnswerFormat.Json, written, "refund", "refund-late");

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    private static int? Parse(AnswerFormat format, string written, params string[] answers)
    {
        string[] labels = ["a", "b"];
        var prompt = new PromptDefinition { Name = "p", Template = "{text}", Format = format, Answers = labels.Zip(answers).ToDictionary(p => p.First, p => p.Second) };
        return new AnswerParser(prompt, labels).Parse(written);
    }
}
