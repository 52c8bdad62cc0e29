using System.Text;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

/// <summary>Which part of a mail is its text.</summary>
public sealed class MailBodyTests
{
    private const string LongPlain = "This plain part is long enough to be the mail itself.";

    [Theory]
    [InlineData("Refund 1", "<img src='cid:1'>", "Refund 1")]
    [InlineData("Refund 1", "<img src='cid:1' alt='Logo'><a href='https://a.example'><img src='cid:2'></a>", "Refund 1")]
    [InlineData("Please enable HTML.", "<p>Hi</p>", "Hi")]
    [InlineData("", "<p>Hi</p>", "Hi")]
    [InlineData("\u00a0 * * * * * * * * * * * * * * * * * * * * * * * * *", "<p>Hi</p>", "Hi")]
    [InlineData("", "<img alt='Logo'>", "[image: Logo]")]
    [InlineData("", "", "")]
    [InlineData(LongPlain, "<p>Much longer HTML than the plain part, which is nevertheless taken.</p>", LongPlain)]
    public void Of_alternatives_the_one_with_words_is_taken(string plain, string html, string expected) =>
        Assert.Equal(expected, Body(Multipart("alternative", ("text/plain", plain), ("text/html", html))));

    [Fact]
    public void Parts_that_follow_each_other_all_belong_to_the_text() =>
        Assert.Equal(
            "The letter\n\nA footer of the list that is long enough to be a mail.",
            Body(Multipart("mixed", ("text/html", "<p>The letter</p>"), ("text/plain", "A footer of the list that is long enough to be a mail."))));

    [Fact]
    public void Attached_text_is_taken_where_there_is_no_other()
    {
        var attached = Multipart("mixed", ("text/plain", ""), ("text/plain; name=a.txt\nContent-Disposition: attachment", "attached words"));
        Assert.Equal("attached words", Body(attached));
        Assert.Equal("shown\n[attachment: a.txt (text/plain)]", Body(attached.Replace("text/plain\n\n\n", "text/plain\n\nshown\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_text_of_a_forwarded_mail_belongs_to_the_mail()
    {
        var inner = Multipart("alternative", ("text/plain", ""), ("text/html", "<p>The inner words</p>")).Replace("=b", "=inner", StringComparison.Ordinal).Replace("--b", "--inner", StringComparison.Ordinal);
        Assert.Equal("See below.\n\n[forwarded mail: inner]\nThe inner words", Body(Multipart("mixed", ("text/plain", "See below."), ("message/rfc822", "Subject: inner\n" + inner))));
    }

    [Theory]
    [InlineData("multipart/alternative; boundary=never", "The words", "The words")]
    [InlineData("multipart/mixed", "The words", "The words")]
    [InlineData("multipart/mixed; boundary=other", "--b\nContent-Type: text/html\n\n<p>The words</p>\n--b--\n", "The words")]
    [InlineData("multipart/mixed", "--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIHdvcmRz\n--b--\n", "The words")]
    [InlineData("multipart/mixed; boundary=b", "--b\nContent-Type: text/plain\n\nThe words", "The words")]
    public void Text_is_found_though_its_parts_are_not_where_the_header_says(string type, string body, string expected) =>
        Assert.Equal(expected, Body($"Content-Type: {type}\n\n{body}"));

    [Theory]
    [InlineData("text/plain", "<html><body>is how a page begins</body></html>", "<html><body>is how a page begins</body></html>")]
    [InlineData("text/plain", "the <body> tag\n  x < y", "the <body> tag\n  x < y")]
    [InlineData("text/html", "no tag at all &amp;\nso on", "no tag at all & so on")]
    public void The_content_type_decides_what_is_html(string type, string body, string expected) =>
        Assert.Equal(expected, Body($"Content-Type: {type}\n\n{body}"));

    [Theory]
    [InlineData("Subject: s\n\n")]
    [InlineData("Subject: s\nContent-Type: text/html\n\n<img src='cid:1'>")]
    [InlineData("Subject: s\nContent-Type: application/pdf; name=a.pdf\n\nx")]
    [InlineData("Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b--\n")]
    public void A_mail_left_with_its_subject_only_is_noted(string mail) => Assert.Equal(["with a subject only"], Convert(mail).Remarks);

    [Theory]
    [InlineData("Subject: s\n\nbody")]
    [InlineData("Subject:\n\n")]
    [InlineData("Subject: s\nContent-Type: message/rfc822\n\nSubject: inner\n\n")]
    public void Other_mails_are_not(string mail) => Assert.Empty(Convert(mail).Remarks);

    /// <summary>Outlook leaves the body to Rich Text Format.</summary>
    [Fact]
    public void The_body_packed_in_winmail_dat_is_the_text()
    {
        const string packed = "eJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAEDkAYAhAAAAAEAAAACAQkQAQAAAHEAAABtAAAAYQAAAE1FTEEAAAAAe1xydGYxXGFuc2lcYW5zaWNwZzEyNTJcZnJvbXRleHR7XGZvbnR0Ymx7XGYwIEFyaWFsO319RGVhciBkZXNrLFxwYXIgdGhlIGNhZlwnZTkgd2FzIGNsb3NlZC5ccGFyfQAAAFsmAgKQBgAOAAAAAQD/////AAAAAAAAAAD9AwIQgAEACgAAAG5vdGVzLnBkZgCRAwIPgAYABAAAACVQREb/AA==";
        Assert.Equal(
            "Dear desk,\nthe café was closed.\n[attachment: notes.pdf (application/octet-stream)]",
            Body(Multipart("mixed", ("text/plain", ""), ("application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64", packed))));
    }

    [Fact]
    public void Rich_text_is_read() => Assert.Equal("The words", Body("Content-Type: text/rtf\n\n{\\rtf1 The {\\b words}}"));

    [Fact]
    public void A_damaged_winmail_dat_is_noted_and_named()
    {
        var mail = Convert("Subject: s\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAQaQCAAEAAAA\n");
        Assert.Equal("s\n\n\n[attachment: winmail.dat (application/ms-tnef)]", mail.Text.ReplaceLineEndings("\n"));
        Assert.Contains("with a winmail.dat that cannot be read", mail.Remarks);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n")]
    [InlineData("Content-Type: message/rfc822\n\n")]
    public void Parts_nested_thousands_deep_do_not_fail(string layer)
    {
        var mail = "Subject: s\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => layer.Replace("{0}", $"{i}", StringComparison.Ordinal))) + "deep";
        Assert.StartsWith("s\n\n", Convert(mail).Text, StringComparison.Ordinal);
    }

    private static string Multipart(string kind, params (string Type, string Content)[] parts) =>
        $"Content-Type: multipart/{kind}; boundary=b\n\n" + string.Concat(parts.Select(part => $"--b\nContent-Type: {part.Type}\n\n{part.Content}\n")) + "--b--\n";

    private static string Body(string mail) => Convert("Subject: s\n" + mail).Text.ReplaceLineEndings("\n")["s\n\n".Length..];

    private static ConvertedMail Convert(string mail) => MailConverter.Convert(Encoding.UTF8.GetBytes(mail), TestContext.Current.CancellationToken);
}
