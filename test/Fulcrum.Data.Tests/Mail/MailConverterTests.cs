using System.Text;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class MailConverterTests
{
    private const string Alternative = """
        From: a@example.org
        Subject: =?utf-8?B?Q2Fmw6k=?= time
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain

        {0}
        --b
        Content-Type: text/html

        <p>The <b>HTML</b> part</p>
        --b--
        """;

    [Fact]
    public void The_plain_part_is_preferred_and_the_subject_decoded()
    {
        const string plain = "A plain part that is long enough to be meant.";
        Assert.Equal($"Café time\n\n{plain}", Text(Alternative.Replace("{0}", plain, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_plain_part_of_a_few_words_gives_way_to_the_html() =>
        Assert.Equal("Café time\n\nThe HTML part", Text(Alternative.Replace("{0}", "Please enable HTML.", StringComparison.Ordinal)));

    [Fact]
    public void Html_without_a_content_type_is_converted_too() =>
        Assert.Equal("s\n\nHi", Text("Subject: s\n\n<html><body><p>Hi</p></body></html>"));

    [Fact]
    public void Attachments_are_named_and_forwarded_mails_read()
    {
        var text = Text("""
            Subject: bill
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            See the bill.
            --b
            Content-Type: application/pdf; name="bill.pdf"
            Content-Disposition: attachment; filename="bill.pdf"

            x
            --b
            Content-Type: message/rfc822

            Subject: inner

            hello
            --b--
            """);
        Assert.Equal("bill\n\nSee the bill.\n\n[forwarded mail: inner]\nhello\n[attachment: bill.pdf (application/pdf)]", text);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-8")]
    [InlineData("us-ascii")]
    [InlineData("no-such-charset")]
    public void Latin_1_is_read_whatever_charset_the_mail_names(string charset) =>
        Assert.Equal("s\n\ncafé", Text($"Subject: s\nContent-Type: text/plain; charset={charset}\n\ncafé", Encoding.Latin1));

    [Fact]
    public void Utf_8_is_read_though_the_mail_names_latin_1() =>
        Assert.Equal("s\n\ncafé", Text("Subject: s\nContent-Type: text/plain; charset=iso-8859-1\n\ncafé"));

    [Fact]
    public void Other_charsets_are_read() =>
        Assert.Equal("s\n\nпривет", Text("Subject: s\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=D0=D2=C9=D7=C5=D4"));

    [Fact]
    public void Headers_stand_aside_without_the_subject_repeated_ones_together()
    {
        var mail = Convert("Received: one\nX-Spam-Flag: YES\nReceived: two\nSubject: s\n\nb");
        Assert.Equal("one\ntwo", mail.Headers["received"]);
        Assert.Equal("YES", mail.Headers["x-spam-flag"]);
        Assert.False(mail.Headers.ContainsKey("Subject"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no header at all")]
    [InlineData("Subject: cut\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/pl")]
    [InlineData("Content-Type: ;;;\nSubject: s\n\n\0\0")]
    public void Broken_mail_does_not_fail(string mail) => Assert.NotNull(Text(mail));

    private static string Text(string mail, Encoding? encoding = null) => Convert(mail, encoding).Text.ReplaceLineEndings("\n");

    private static ConvertedMail Convert(string mail, Encoding? encoding = null) =>
        MailConverter.Convert((encoding ?? Encoding.UTF8).GetBytes(mail), TestContext.Current.CancellationToken);
}
