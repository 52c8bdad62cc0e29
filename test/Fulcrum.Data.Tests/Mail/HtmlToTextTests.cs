using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class HtmlToTextTests
{
    [Theory]
    [InlineData("<p>one\n  two</p><p>three</p>", "one two\nthree")]
    [InlineData("a<br>b<div>c</div>d", "a\nb\nc\nd")]
    [InlineData("<b>bo</b>ld", "bold")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("Tom &amp; Jerry&nbsp;&eacute;", "Tom & Jerry é")]
    [InlineData("unclosed <b>tags <i>are", "unclosed tags are")]
    [InlineData("&#153 &#8217s &#x41 &#x41; &amp &copy2 <<b>x</b> 1 < 2 <3", "™ ’s A A & ©2 <x 1 < 2 <3")]
    [InlineData("<img src=x alt='Your bank'>", "[image: Your bank]")]
    public void Visible_text_is_kept_line_by_line(string html, string expected) => Assert.Equal(expected, Convert(html));

    [Theory]
    [InlineData("<a href='https://evil.example/login'>Your bank</a>", "Your bank [https://evil.example/login]")]
    [InlineData("<a href='https://bank.example/'>https://bank.example</a>", "https://bank.example")]
    [InlineData("<a href='#top'>top</a>", "top")]
    [InlineData("<a href='https://a.example'><img alt='Log in'></a>", "[image: Log in] [https://a.example]")]
    [InlineData("<form action='http://evil.example/post'>PIN <input></form>", "[form: http://evil.example/post] PIN")]
    public void Where_a_link_leads_is_kept_unless_it_is_what_is_shown(string html, string expected) => Assert.Equal(expected, Convert(html));

    [Theory]
    [InlineData("<style>p{}</style><script>x()</script><head><title>t</title></head>seen<!-- comment -->")]
    [InlineData("seen<div style='display: none'>hidden</div>")]
    [InlineData("seen<span style='FONT-SIZE:0px'>hidden</span>")]
    [InlineData("seen<span style='opacity:0;color:red'>hidden</span>")]
    [InlineData("seen<p hidden>hidden</p>")]
    [InlineData("se\u200Ben")]
    public void What_the_reader_cannot_see_is_dropped(string html) => Assert.Equal("seen", Convert(html));

    [Theory]
    [InlineData("font-size:0.9em")]
    [InlineData("opacity:0.5")]
    [InlineData("font-size:08pt")]
    public void Small_is_not_hidden(string style) => Assert.Equal("seen", Convert($"<p style='{style}'>seen</p>"));

    [Theory]
    [InlineData("<p style='display:none'>preview<p>seen", "seen")]
    [InlineData("<ul><li style='display:none'>one<li>seen</ul>", "seen")]
    [InlineData("<table><tr><td hidden>one<td>seen<tr><td>too</table>", "seen\ntoo")]
    [InlineData("<table><tr><td><div hidden>one<td>seen</table>", "seen")]
    [InlineData("<div hidden><table><tr><td>a</div>b</td></tr></table>c</div>seen", "seen")]
    [InlineData("<div hidden>one</b></span>two</div>seen", "seen")]
    [InlineData("<b><div hidden>one</b>two</div>seen", "seen")]
    [InlineData("<h1 hidden>one</h2>seen", "seen")]
    [InlineData("<html hidden><body>one</body></html>two", "")]
    [InlineData("<head><title>one</title><p>seen", "seen")]
    [InlineData("<svg><text>one</text><p>seen", "seen")]
    [InlineData("se<div hidden/>en", "se")]
    [InlineData("se<br hidden/>en", "seen")]
    public void Missing_and_misplaced_tags_are_understood_as_browsers_do(string html, string expected) => Assert.Equal(expected, Convert(html));

    [Theory]
    [InlineData("<p><b style='display:none'>one</p>two</b>seen", "seen")]
    [InlineData("<p><font style='font-size:0'><i>one<p>two<p>three</font>seen", "seen")]
    [InlineData("<b style='display:none'>one<p>two</b>seen</p>too", "seen\ntoo")]
    [InlineData("<p><b style='display:none'>one</p><table><tr><td>seen</td></tr></table>two", "seen")]
    [InlineData("<b style='display:none'><table><tr><td>one</b>two</td></tr></table>three</b>seen", "seen")]
    [InlineData("<p><b style='display:none'>one</p><img alt='two'><p>three</b>seen", "seen")]
    [InlineData("<p><span style='display:none'>one</p>seen", "seen")]
    [InlineData("<p>seen<b style='display:none'>one<b>two<b>three<b>four<p>five", "seen")]
    public void Formatting_that_hides_goes_on_behind_its_block_until_its_end_tag(string html, string expected) => Assert.Equal(expected, Convert(html));

    [Fact]
    public void What_formatting_and_blocks_hide_in_any_order_is_what_browsers_hide()
    {
        string[] tags =
        [
            .. ((string[])["b", "i", "font", "a", "p", "div", "ul", "li"]).SelectMany(name => (string[])[$"<{name}>", $"</{name}>"]),
            .. ((string[])["b", "i", "font", "a"]).Select(name => $"<{name} style='display:none'>"),
            "<table><tr><td>", "<td>", "</table>", "<br>",
        ];
        var parser = new HtmlParser();
        // Not followed: where an element with more than three others in it ends, browsers forget those that are deepest (HTML Standard, 13.2.6.4.7).
        Gen.Int[0, tags.Length - 1].Array[1, 12].Where(picked => picked.Count(IsFormatting) <= 4).Sample(
            picked =>
            {
                var html = string.Concat(picked.Select((tag, index) => $"{tags[tag]}{(char)('a' + index)}"));
                var expected = parser.ParseDocument(html).Descendants<IText>()
                    .Where(text => text.Ancestors<IElement>().All(element => !element.HasAttribute("style")))
                    .SelectMany(text => text.Data);
                Assert.Equal(string.Concat(expected.Order()), string.Concat(Convert(html).Where(char.IsAsciiLetterLower).Order()));
            },
            iter: 20_000);

        static bool IsFormatting(int tag) => tag is 0 or 2 or 4 or 6 or (>= 16 and <= 19);
    }

    [Theory]
    [InlineData("<a href='https://a.example'>one<a href='https://b.example'>two</a>", "one [https://a.example]two [https://b.example]")]
    [InlineData("<a href='https://a.example'><div>one</a> two</div>", "one [https://a.example] two")]
    [InlineData("<p><a href='https://a.example'>one<p>two", "one\ntwo [https://a.example]")]
    [InlineData("<table><tr><td><a href='https://a.example'>one<td>two</table>", "one [https://a.example] two")]
    [InlineData("<a href='https://a.example'>one", "one [https://a.example]")]
    [InlineData("<div hidden><a href='https://a.example'>one</div>two</a>", "two")]
    public void A_link_that_is_not_closed_ends_with_its_cell_or_the_next_link(string html, string expected) => Assert.Equal(expected, Convert(html));

    [Theory]
    [InlineData("<p>1 &lt; 2 <b>bold</b></p>", true)]
    [InlineData("<img src='cid:1' alt='Logo'><a href='https://a.example'></a>", false)]
    [InlineData("<p>&nbsp;- * -</p><p hidden>words</p>", false)]
    public void Words_are_told_from_what_stands_for_pictures_and_links(string html, bool hasWords) =>
        Assert.Equal(hasWords, HtmlToText.Convert(html, TestContext.Current.CancellationToken).HasWords);

    [Fact]
    public void Elements_nested_thousands_deep_are_read() =>
        Assert.Equal("deep", Convert(string.Concat(Enumerable.Repeat("<div>", 5_000)) + "deep"));

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "nested blocks", "<div>", "" },
        { "nested hidden blocks", "<div style='opacity:0.5'>", "" },
        { "unclosed tables", "<table>", "" },
        { "tables in cells", "<table><tr><td>", "" },
        { "unclosed bold", "<b>", "" },
        { "bold that blocks cut", "<b><p>", "" },
        { "hidden bold that blocks cut", "<p><b hidden>x</p>y", "" },
        { "hidden bold in cells", "<table><tr><td><p><b hidden>x</p>y", "" },
        { "unclosed fonts", "<font color=red>", "" },
        { "unclosed links", "<a href=x>y", "" },
        { "lists in lists", "<ul><li>", "" },
        { "end tags without a start", "</b></div></p></td></li>", "" },
        { "elements that end tags do not fit", "<div><b></i></span>", "" },
        { "unknown elements", "<x><y></x>", "" },
        { "attributes", "a{0}=1 ", "<p " },
        { "comments that do not end", "<!-- ", "" },
        { "references", "&ampamp;&#x;&", "" },
    };

    /// <summary>Both sizes are large enough that work which grows with the square would take minutes.</summary>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Hostile))]
    public async Task Time_grows_with_the_length_alone(string what, string repeated, string before)
    {
        var html = before + string.Concat(Enumerable.Range(0, 200_000).Select(i => repeated.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))) + "<p>seen";
        var text = await Task.Run(() => Convert(html), TestContext.Current.CancellationToken);
        if (what is not ("attributes" or "comments that do not end" or "hidden bold that blocks cut" or "hidden bold in cells")) Assert.Contains("seen", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversion_can_be_canceled() =>
        Assert.Throws<OperationCanceledException>(() => HtmlToText.Convert("<p>", new CancellationToken(canceled: true)));

    private static string Convert(string html) => HtmlToText.Convert(html, TestContext.Current.CancellationToken).Text;
}
