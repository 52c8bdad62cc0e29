using System.IO.Compression;
using Fulcrum.Data.Rows;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>Workbooks as ECMA-376 describes them, written by hand.</summary>
public sealed class WorkbookReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cells_are_read_by_their_types_and_rows_keep_their_numbers()
    {
        var path = Write(("data", """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>n</t></is></c><c r="D1" t="inlineStr"><is><t>when</t></is></c><c r="E1" t="inlineStr"><is><t>ok</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>a &lt;b&gt;, "c"</t></is></c><c r="B2" t="inlineStr"><is><t>ham</t></is></c><c r="C2"><v>1234567</v></c><c r="D2" s="1"><v>45292</v></c><c r="E2" t="b"><v>1</v></c></row>
            <row r="5"><c r="A5" t="str"><f>CONCAT("x","y")</f><v>xy</v></c><c r="C5"><f>1/8</f><v>0.125</v></c><c r="D5" s="2"><v>45292.75</v></c><c r="E5" t="e"><v>#N/A</v></c></row>
            """));
        var context = Context(path);

        var rows = await ReadRows.Of(path, context);

        Assert.Equal([2, 5], rows.Select(row => row.Line));
        Assert.Equal(
            [("text", "a <b>, \"c\""), ("label", "ham"), ("n", "1234567"), ("when", "2024-01-01"), ("ok", "true")],
            rows[0].Fields.Select(field => (field.Key, field.Value)));
        Assert.Equal([("text", "xy"), ("n", "0.125"), ("when", "2024-01-01T18:00:00")], rows[1].Fields.Select(field => (field.Key, field.Value)));
        Assert.Equal((CellKind.Number, CellKind.Truth, CellKind.Text), (context.Kinds.Of("n"), context.Kinds.Of("ok"), context.Kinds.Of("when")));
        Assert.Empty(context.Notes);
    }

    [Fact]
    public async Task Of_several_sheets_the_first_that_is_shown_and_filled_is_read_and_the_others_are_named()
    {
        var path = Write(("cover", ""), ("secret", Table("hidden", "x")), ("data", Table("text", "a")), ("more", Table("text", "b")));
        var context = Context(path);

        Assert.Equal("a", Assert.Single(await ReadRows.Of(path, context)).Fields["text"]);
        Assert.Equal(["book.xlsx: the sheet `data` is read; left out: `more`. To read another, save it as a workbook of its own."], context.Notes);
    }

    [Fact]
    public async Task Titles_before_the_header_and_headers_again_are_left_out()
    {
        var path = Write(("data", """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Mails of March</t></is></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>text</t></is></c><c r="B3" t="inlineStr"><is><t>label</t></is></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>a</t></is></c><c r="B4" t="inlineStr"><is><t>ham</t></is></c></row>
            <row r="5"><c r="A5" t="inlineStr"><is><t>text</t></is></c><c r="B5" t="inlineStr"><is><t>label</t></is></c></row>
            <row r="6"><c r="A6" t="inlineStr"><is><t>b</t></is></c><c r="B6" t="inlineStr"><is><t>spam</t></is></c></row>
            """));
        var context = Context(path);

        Assert.Equal([(4, "a"), (6, "b")], (await ReadRows.Of(path, context)).Select(row => (row.Line, row.Fields["text"])));
        Assert.Equal(["1 line before the header left out: book.xlsx(1).", "1 repeated header row left out: book.xlsx(5)."], context.Notes);
    }

    [Fact]
    public async Task A_workbook_is_read_whatever_it_is_called()
    {
        var path = Path.Combine(_folder.Path, "book.csv");
        File.Move(Write(("data", Table("text", "a"))), path);

        Assert.Equal("a", Assert.Single(await ReadRows.Of(path)).Fields["text"]);
    }

    [Fact]
    public void A_table_of_texts_to_be_answered_may_be_a_workbook()
    {
        var table = TextTable.Open(new TextTableSource(Write(("data", Table("text", "a", "b")))), TestContext.Current.CancellationToken);

        Assert.Equal([("2", "a"), ("3", "b")], table.Read(TestContext.Current.CancellationToken).Select(row => (row.Name, row.Text)));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused()
    {
        Assert.Equal(
            "book.xlsx: No sheet of the workbook has a filled cell. Give a workbook with a header and rows.",
            await RefusedAsync(Write(("data", ""))));
        Assert.Equal(
            "book.xlsx(1): The column `text` is duplicated in the header.",
            await RefusedAsync(Write(("data", """<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1" t="inlineStr"><is><t>text</t></is></c></row>"""))));

        var torn = Write(("data", Table("text", "a")));
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..500]);
        Assert.Matches(@"^book\.xlsx: The workbook cannot be read: .+ Check that it is complete and has no password, or save the sheet as CSV \(UTF-8\)\.$", await RefusedAsync(torn));
    }

    private ReadingContext Context(string path) => new(new DataSource { Path = path }, _folder.Path, progress: null);

    private async Task<string> RefusedAsync(string path) =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => ReadRows.Of(path, Context(path)))).Errors).ToString();

    private static string Table(params string[] column) =>
        string.Concat(column.Select((cell, index) => $"""<row r="{index + 1}"><c r="A{index + 1}" t="inlineStr"><is><t>{cell}</t></is></c></row>"""));

    /// <summary>Writes <c>book.xlsx</c>; a sheet that is called <c>secret</c> is hidden.</summary>
    private string Write(params (string Name, string Rows)[] sheets)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var path = Path.Combine(_folder.Path, "book.xlsx");
        File.Delete(path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        var numbered = sheets.Select((sheet, index) => (sheet.Name, sheet.Rows, Number: index + 1)).ToArray();
        Add("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>""");
        Add("_rels/.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Add("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{string.Concat(numbered.Select(sheet => $"""<sheet name="{sheet.Name}" sheetId="{sheet.Number}" {(sheet.Name == "secret" ? "state=\"hidden\" " : "")}r:id="s{sheet.Number}"/>"""))}</sheets></workbook>""");
        Add("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="a" Type="{Office}/styles" Target="styles.xml"/><Relationship Id="b" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/>{string.Concat(numbered.Select(sheet => $"""<Relationship Id="s{sheet.Number}" Type="{Office}/worksheet" Target="worksheets/sheet{sheet.Number}.xml"/>"""))}</Relationships>""");
        Add("xl/styles.xml", $"""<styleSheet xmlns="{Main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>""");
        Add("xl/sharedStrings.xml", $"""<sst xmlns="{Main}"><si><t>text</t></si><si><r><t>la</t></r><r><t>bel</t></r></si></sst>""");
        foreach (var sheet in numbered) Add($"xl/worksheets/sheet{sheet.Number}.xml", $"""<worksheet xmlns="{Main}"><sheetData>{sheet.Rows}</sheetData></worksheet>""");
        return path;

        void Add(string name, string content)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
