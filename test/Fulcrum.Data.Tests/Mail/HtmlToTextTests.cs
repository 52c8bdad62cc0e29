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
    [InlineData("<img src=x alt='Your bank'>", "[image: Your bank]")]
    public void Visible_text_is_kept_line_by_line(string html, string expected) => Assert.Equal(expected, HtmlToText.Convert(html));

    [Theory]
    [InlineData("<a href='https://evil.example/login'>Your bank</a>", "Your bank [https://evil.example/login]")]
    [InlineData("<a href='https://bank.example/'>https://bank.example</a>", "https://bank.example")]
    [InlineData("<a href='#top'>top</a>", "top")]
    [InlineData("<a href='https://a.example'><img alt='Log in'></a>", "[image: Log in] [https://a.example]")]
    [InlineData("<form action='http://evil.example/post'>PIN <input></form>", "[form: http://evil.example/post] PIN")]
    public void Where_a_link_leads_is_kept_unless_it_is_what_is_shown(string html, string expected) => Assert.Equal(expected, HtmlToText.Convert(html));

    [Theory]
    [InlineData("<style>p{}</style><script>x()</script><head><title>t</title></head>seen<!-- comment -->")]
    [InlineData("seen<div style='display: none'>hidden</div>")]
    [InlineData("seen<span style='FONT-SIZE:0px'>hidden</span>")]
    [InlineData("seen<span style='opacity:0;color:red'>hidden</span>")]
    [InlineData("seen<p hidden>hidden</p>")]
    [InlineData("se\u200Ben")]
    public void What_the_reader_cannot_see_is_dropped(string html) => Assert.Equal("seen", HtmlToText.Convert(html));

    [Theory]
    [InlineData("font-size:0.9em")]
    [InlineData("opacity:0.5")]
    [InlineData("font-size:08pt")]
    public void Small_is_not_hidden(string style) => Assert.Equal("seen", HtmlToText.Convert($"<p style='{style}'>seen</p>"));

    [Fact]
    public void Elements_nested_thousands_deep_are_read() =>
        Assert.Equal("deep", HtmlToText.Convert(string.Concat(Enumerable.Repeat("<div>", 5_000)) + "deep"));
}
