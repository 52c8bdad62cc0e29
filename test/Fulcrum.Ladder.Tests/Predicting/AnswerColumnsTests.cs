using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Tests.Predicting;

public sealed class AnswerColumnsTests
{
    private static readonly PredictorManifest Manifest = new() { Fulcrum = "0.1.0", Rung = "classical", Task = TaskKind.Classification, Labels = ["ham", "spam"] };

    [Fact]
    public void Usual_names_are_taken_where_they_are_free()
    {
        var columns = new AnswerColumns(Manifest, [new("text")]);

        Assert.Equal(["predicted", "confidence", "p_ham", "p_spam"], columns.Columns.Select(column => column.Name));
        Assert.Null(columns.Note);
        Assert.Equal(["spam", 0.75, 0.25, 0.75], columns.Values(new RowAnswer([1]) { Probabilities = [0.25, 0.75], Confidence = 0.75 }));
        Assert.Equal([null, null, null, null], columns.Values(RowAnswer.None));
        Assert.Equal(["ham", null, null, null], columns.Values(new RowAnswer([0])));
    }

    [Fact]
    public void Several_labels_stand_in_one_cell_with_the_separator_of_the_data_between_them()
    {
        var columns = new AnswerColumns(Manifest with { Task = TaskKind.MultiLabel, LabelSeparator = "|" }, [new("text")]);

        Assert.Equal("ham|spam", columns.Values(new RowAnswer([0, 1]))[0]);
        Assert.Equal("[]", columns.Values(new RowAnswer([]))[0]);
        Assert.Null(columns.Values(RowAnswer.None)[0]);
    }

    [Theory]
    [InlineData("_2", "predicted")]
    [InlineData("_2", "p_spam")]
    [InlineData("_3", "confidence", "p_ham_2")]
    public void All_get_another_ending_where_one_is_taken(string ending, params string[] taken)
    {
        var columns = new AnswerColumns(Manifest, [.. taken.Select(name => new TypedColumn(name))]);

        Assert.Equal([$"predicted{ending}", $"confidence{ending}", $"p_ham{ending}", $"p_spam{ending}"], columns.Columns.Select(column => column.Name));
        Assert.Equal($"The file has columns of the same names: the new ones are called `predicted{ending}`, `confidence{ending}` and so on.", columns.Note);
    }
}
