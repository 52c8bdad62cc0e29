using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Files;

/// <summary>Other programs read these files: their names do not change by accident.</summary>
public sealed class LadderJsonTests
{
    [Fact]
    public void A_prediction_is_one_line_of_snake_case() => Assert.Equal(
        """{"part":"test","id":"1","label":"größe","predicted":"b","probabilities":[0.25,0.75],"prompt_tokens":12,"generated_tokens":0,"milliseconds":1.5,"raw":"<b>\n"}""",
        Line(new Prediction
        {
            Part = DatasetPart.Test, Id = "1", Labels = "größe", Predicted = "b", Probabilities = [0.25, 0.75], PromptTokens = 12, Milliseconds = 1.5, Raw = "<b>\n",
        }));

    [Fact]
    public void An_answer_that_could_not_be_read_is_read_back_as_such()
    {
        var prediction = new Prediction { Part = DatasetPart.Shift, Id = "1", Labels = "a", Predicted = null };
        var back = JsonSerializer.Deserialize<Prediction>(Line(prediction), LadderJson.Line)!;
        Assert.Null(back.Predicted);
        Assert.Equal(DatasetPart.Shift, back.Part);
    }

    [Fact]
    public void A_verdict_without_recommendation_is_read_back_as_such()
    {
        var verdict = VerdictMaker.Decide([], new Dictionary<string, IReadOnlyList<Prediction>>(), new VerdictRules { TestRows = 0, Labels = [] });
        Assert.Null(JsonSerializer.Deserialize<Verdict>(Line(verdict), LadderJson.Line)!.RecommendedTrial);
    }

    [Fact]
    public void A_failed_result_says_why() => Assert.Equal(
        """{"status":"failed","failure":{"stage":"worker","reason":"It died.","log":["last"]},"wall_seconds":0}""",
        Line(new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Worker, "It died.") { Log = ["last"] } }));

    [Fact]
    public void Figures_and_formats_have_the_names_of_the_task_file()
    {
        Assert.Equal("""{"value":0.5,"low":0.25,"high":0.75}""", Line(new Interval(0.5, 0.25, 0.75)));
        Assert.Equal("\"yes_no\"", Line(AnswerFormat.YesNo));
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_read_back_and_what_is_always_known_is_missed()
    {
        var outcome = new TrialOutcome { Search = [new([], 0.5, null, 2)] };
        var line = Line(new TrialResult { Status = TrialStatus.Completed, Outcome = outcome, Predictions = 3 });
        var back = JsonSerializer.Deserialize<TrialResult>(line, LadderJson.Line)!;
        Assert.Equal((null, 2, 3), (back.Outcome!.Search[0].DevLoss, back.Outcome.Search[0].Seconds, back.Predictions));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TrialResult>(line.Replace(",\"seconds\":2", "", StringComparison.Ordinal), LadderJson.Line));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TrialResult>(line.Replace("\"settings\":{}", "\"settings\":null", StringComparison.Ordinal), LadderJson.Line));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Example>("{}", LadderJson.Line));
    }

    private static string Line<T>(T value) => JsonSerializer.Serialize(value, LadderJson.Line);
}
