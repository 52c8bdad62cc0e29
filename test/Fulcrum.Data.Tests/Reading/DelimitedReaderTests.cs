using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

public sealed class DelimitedReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quoted_fields_may_hold_separators_quotes_and_line_breaks()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label\r\n\"a, \"\"b\"\"\r\nc\",x\r\nd,y\r\n"));
        Assert.Equal(["a, \"b\"\nc", "d"], data.Examples.Select(e => e.Text));
        Assert.Equal(["d-2", "d-4"], data.Examples.Select(e => e.Id));
    }

    [Fact]
    public async Task Semicolons_separate_where_the_header_says_so()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text;label\na, b;x\nc;y\n"));
        Assert.Equal(["a, b", "c"], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task In_tab_separated_files_a_quotation_mark_is_a_character()
    {
        var data = await Load.Path(_folder.Write("d.tsv", "label\ttext\nx\t\"so\ny\tsaid 5\" tall\n"));
        Assert.Equal(["\"so", "said 5\" tall"], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task A_file_without_a_header_loses_no_row()
    {
        var data = await Load.Path(_folder.Write("d.tsv", string.Concat(Enumerable.Range(0, 10).Select(i => $"{(i % 2 == 0 ? "ham" : "spam")}\tmessage number {i}\n"))));
        Assert.Equal(10, data.Examples.Count);
        Assert.Equal(["ham", "spam"], data.Labels);
        Assert.Equal("message number 0", data.Examples[0].Text);
        Assert.Contains(data.Notes, note => note.Contains("the first line is data, not a header", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quotation_mark_that_is_never_closed_is_named_with_line_and_column()
    {
        _folder.Write("d.csv", "id,text,label\n1,fine,x\n2,\"never closed,y\n3,more,x\n");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "d.csv" }, baseFolder: _folder.Path));
        Assert.Equal(("d.csv", 3L, 3L), (error.File!, error.Line!.Value, error.Column!.Value));
        Assert.Contains("quotation mark", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_beside_a_quoted_part_is_named_with_line_and_column()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv", "id,text,label\n1,fine,x\n2,\"good\" bad,y\n3,more,x\n")));
        Assert.Equal((3, 3), (error.Line!.Value, error.Column!.Value));
    }

    [Fact]
    public async Task A_missing_closing_quote_is_named_where_it_opens_though_a_later_row_closes_it()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv", "id,text,label\n1,\"open,x\n2,\"good\",y\n3,\"more\",x\n")));
        Assert.Equal((2, 3), (error.Line!.Value, error.Column!.Value));
    }

    [Fact]
    public async Task Every_row_of_the_wrong_width_is_named()
    {
        var errors = await Load.ErrorsOf(_folder.Write("d.csv", "text,label\na,x,1\nb,y\nc\n"));
        Assert.Equal([(2L, "3 fields where the header has 2 columns."), (4L, "1 field where the header has 2 columns.")], errors.Select(e => (e.Line!.Value, e.Message)));
    }

    [Fact]
    public async Task A_column_name_that_stands_twice_is_refused()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv", "text,label,text\na,x,b\n")));
        Assert.Contains("`text` is duplicated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quotation_mark_within_an_unquoted_field_is_a_character()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label\n5\" wide,x\nsaid \"no\",y\n"));
        Assert.Equal(["5\" wide", "said \"no\""], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task Rows_before_a_broken_one_are_read_before_it_is_seen()
    {
        var path = _folder.Write("d.csv", "text,label\na,x\n" + string.Concat(Enumerable.Repeat("b,y\n", 200_000)) + "\"c,x\n");
        var context = new ReadingContext(new DataSource { Path = path }, _folder.Path, progress: null);
        var first = await DatasetReaders.ReadAsync(path, context, TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("a", true), (first.Fields["text"], context.Errors.IsEmpty));
        Assert.Equal(200_003, Assert.Single(await Load.ErrorsOf(path)).Line);
    }

    [Fact]
    public async Task Lines_are_counted_by_any_line_end_in_and_between_fields()
    {
        var rows = await ReadRows.Of(_folder.Write("d.csv", "text,label\r\"a\rb\",x\r\rc,y\r"));
        Assert.Equal([2L, 5L], rows.Select(row => row.Line));
    }

    [Fact]
    public async Task Empty_cells_behind_the_last_column_need_not_be_there_and_others_must_not_be()
    {
        var errors = await Load.ErrorsOf(_folder.Write("d.csv", "text,label,\na,x,,,\nb,y\nc,y,,z\nd\n"));
        Assert.Equal([(4L, "4 fields where the header has 3 columns."), (5L, "1 field where the header has 3 columns.")], errors.Select(e => (e.Line!.Value, e.Message)));
    }

    [Fact]
    public async Task A_column_without_a_name_that_holds_something_is_called_by_its_number()
    {
        var rows = await ReadRows.Of(_folder.Write("d.csv", "text,,label\na,,x\nb,seen,y\n"));
        Assert.Equal([["text", "label"], ["text", "column 2", "label"]], rows.Select(row => row.Fields.Keys));
    }

    [Fact]
    public async Task In_tab_separated_files_marks_in_two_whole_lines_are_characters()
    {
        var data = await Load.Path(_folder.Write("d.tsv", "label\ttext\nx\t\"so it began\ny\tand ended\"\n"));
        Assert.Equal(["\"so it began", "and ended\""], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task A_carriage_return_too_many_before_a_line_feed_belongs_to_the_line_end()
    {
        var rows = await ReadRows.Of(_folder.Write("d.csv", "label,text\r\r\nx,a\r\r\ny,b\r\r\n"));
        Assert.Equal(["a", "b"], rows.Select(row => row.Fields["text"]));
        Assert.Equal([2L, 3L], rows.Select(row => row.Line));
    }

    [Fact]
    public async Task Labels_in_a_column_without_a_name_are_no_index()
    {
        var rows = await ReadRows.Of(_folder.Write("d.csv", ",text\n" + string.Concat(Enumerable.Range(0, 10).Select(number => $"{number % 2},text {number}\n"))));
        Assert.Equal(["0", "1"], rows.Select(row => row.Fields["column 1"]).Distinct());
    }

    [Fact]
    public async Task A_first_record_of_any_length_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("long, and\nlonger ", 50_000));
        var rows = await ReadRows.Of(_folder.Write("d.csv", $"\"{text}\",x\nb,y\nc,x\n"));
        Assert.Equal([text, "b", "c"], rows.Select(row => row.Fields["column 1"]));
    }
}
