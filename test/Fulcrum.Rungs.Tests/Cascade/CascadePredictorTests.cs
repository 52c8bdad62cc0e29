using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Rungs.Cascade;

namespace Fulcrum.Rungs.Tests.Cascade;

public class CascadePredictorTests
{
    [Fact]
    public void Unsure_answers_are_asked_again_all_at_once_and_take_the_time_of_both()
    {
        var cheap = new Scripted(text => text == "unsure" ? 0.6 : 0.9, 1);
        var costly = new Scripted(_ => 0.3, 20);

        var answers = Answers(new CascadePredictor(cheap, costly, TaskKind.Classification, 0.8), "sure", "unsure", "sure", "unsure");

        Assert.Equal([0, 1, 0, 1], answers.Select(answer => answer.Labels![0]));
        Assert.Equal([1, 21, 1, 21], answers.Select(answer => answer.Milliseconds));
        Assert.Equal([0, 1, 2, 3], answers.Select(answer => answer.Index));
        Assert.Equal([["unsure", "unsure"]], costly.Asked);
    }

    [Fact]
    public void It_says_how_often_the_costly_part_was_asked()
    {
        var cascade = new CascadePredictor(new Scripted(text => text == "unsure" ? 0.6 : 0.9, 1), new Scripted(_ => 0.3, 20), TaskKind.Classification, 0.8);
        Answers(cascade, "sure", "unsure");
        Answers(cascade, "unsure");

        Assert.Equal(["The costly part of the cascade was asked about 2 of 3 texts."], cascade.Notes);
    }

    [Fact]
    public void A_text_that_the_costly_part_cannot_read_is_named_by_its_own_place_and_nothing_is_answered()
    {
        var costly = new Scripted(_ => 0.3, 20) { Unreadable = "long" };
        var cascade = new CascadePredictor(new Scripted(text => text == "sure" ? 0.9 : 0.6, 1), costly, TaskKind.Classification, 0.8);
        var answered = 0;

        var e = Assert.Throws<UnreadableTextsException>(() => cascade.Predict(
            [new("1", "sure"), new("2", "unsure"), new("3", "long")], _ => answered++, TestContext.Current.CancellationToken));

        Assert.Equal((2, 0), (Assert.Single(e.Faults).Index, answered));
        Assert.Equal("Row 3: The text is too long.", e.Errors[0].ToString());
    }

    [Fact]
    public void To_escalate_everything_is_the_costly_part_and_to_escalate_nothing_the_cheap_one() => Gen.Double[0, 1].Array[1, 20].Sample(confidences =>
    {
        string[] texts = [.. confidences.Select(confidence => confidence.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        Scripted Cheap() => new(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 1);
        Scripted Costly() => new(text => 1 - double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 20);

        Assert.Equal(
            Answers(Costly(), texts).Select(answer => answer.Probabilities), Answers(new CascadePredictor(Cheap(), Costly(), TaskKind.Classification, 2), texts).Select(answer => answer.Probabilities));
        Assert.Equal(
            Answers(Cheap(), texts).Select(answer => answer.Probabilities), Answers(new CascadePredictor(Cheap(), Costly(), TaskKind.Classification, 0), texts).Select(answer => answer.Probabilities));
    });

    private static Answer[] Answers(IPredictor predictor, params string[] texts)
    {
        var answers = new List<Answer>();
        predictor.Predict([.. texts.Select((text, i) => new TaskInput($"{i}", text))], answers.Add, TestContext.Current.CancellationToken);
        return [.. answers];
    }

    /// <summary>Gives the first of two labels the probability that a function says.</summary>
    private sealed class Scripted(Func<string, double> first, double milliseconds) : IPredictor
    {
        public List<string[]> Asked { get; } = [];

        public string? Unreadable { get; init; }

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            Asked.Add([.. inputs.Select(input => input.Text)]);
            FitContext.Require(inputs, text => text == Unreadable ? new InputError("The text is too long.") : null);
            foreach (var (index, input) in inputs.Index())
            {
                var probability = first(input.Text);
                answered(Answer.Of(index, [probability, 1 - probability], milliseconds) with { Labels = [probability >= 0.5 ? 0 : 1] });
            }
        }

        public void Dispose()
        {
        }
    }
}
