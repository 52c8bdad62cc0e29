using Fulcrum.Data.Rows;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Rows;

public sealed class CellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u00a0\u3000")]
    [InlineData("\u200b\ufeff\u2060")]
    [InlineData("\ufe0f\u0000")]
    public void A_cell_that_shows_nothing_is_empty(string? value) => Assert.True(Cell.IsEmpty(value));

    [Theory]
    [InlineData("NA")]
    [InlineData("nan")]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("-")]
    [InlineData("0")]
    public void A_word_for_nothing_is_a_value(string value) => Assert.False(Cell.IsEmpty(value));

    [Fact]
    public async Task A_row_without_a_group_stands_for_itself_and_one_without_an_id_is_numbered()
    {
        var data = await Load.Path(_folder.Write("d.csv", "id,text,label,thread_id\nr1,a,x,t\n,b,y,\n \u200b,c,x,t \nr4,d,y, \n"));

        Assert.Equal(["r1", "d-3", "d-4", "r4"], data.Examples.Select(example => example.Id));
        Assert.Equal(["t", null, "t", null], data.Examples.Select(example => example.Group));
        Assert.Equal(
            ["2 rows without `id`, numbered by line: d-3, d-4.", "2 rows without `thread_id`, in no group: d-3, r4."],
            data.Notes.Skip(2));
    }

    [Fact]
    public async Task Null_and_NaN_are_no_values()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"id": null, "text": "NaN is a word here", "label": "NA", "group": NaN}
            {"id": NaN, "text": "b", "label": "x", "group": "g"}
            {"id": "r3", "text": "c", "label": NaN}
            """));

        Assert.Equal([("d-1", "NaN is a word here", "NA", null), ("d-2", "b", "x", "g")], data.Examples.Select(e => (e.Id, e.Text, e.Labels, e.Group)));
        Assert.Contains("1 row without label left out: r3.", data.Notes);
    }
}
