using System.Text;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class MailboxTests
{
    private const string Separator = "From a@example.org Mon Nov  2 10:00:00 2026\n";

    [Theory]
    [InlineData("From a@example.org Mon Nov  2 10:00:00 2026")]
    [InlineData("From - Mon Nov 02 10:00:00 2026")]
    [InlineData("From MAILER-DAEMON Mon Nov  2 10:00:00 2026")]
    [InlineData("From 1234567890@xxx Mon Nov 02 10:00:00 +0000 2026")]
    [InlineData("From ann at example.org  Mon Nov  2 10:00:00 2026")]
    [InlineData("From Mon Nov  2 10:00:00 2026")]
    [InlineData("From a@example.org 2026-11-02T10:00:00Z")]
    [InlineData("From a@example.org Mon, 2 Nov 2026 10:00:00 +0000")]
    [InlineData("From \"Ann Lee\"@example.org Mon Nov  2 10:00:00 2026")]
    [InlineData("From a@example.org")]
    public void A_line_with_an_address_or_a_date_separates_mails(string separator) =>
        Assert.Equal(["1\n\none", "2\n\ntwo"], Texts($"{separator}\nSubject: 1\n\none\n\n{separator}\nSubject: 2\n\ntwo\n"));

    [Theory]
    [InlineData("From my side nothing is missing.")]
    [InlineData("From the desk of the night shift\nPhone: 555-0101")]
    [InlineData("From Monday on we are closed.")]
    [InlineData("From May 3 on: closed.")]
    [InlineData("From ann@example.org I heard nothing.")]
    [InlineData("From a@example.org Mon Nov  2 10:00:00 2026\nis how mailboxes separate mails.")]
    public void Other_lines_that_begin_with_From_are_text(string line) =>
        Assert.Equal([$"1\n\none\n\n{line}\n\nend", "2\n\ntwo"], Texts($"{Separator}Subject: 1\n\none\n\n{line}\n\nend\n\n{Separator}Subject: 2\n\ntwo\n"));

    [Fact]
    public void Quoted_lines_lose_one_mark() =>
        Assert.Equal(["1\n\nFrom here\n>From there\n> From a reply\n>>>x"], Texts($"{Separator}Subject: 1\n\n>From here\n>>From there\n> From a reply\n>>>x\n"));

    [Fact]
    public void A_box_with_other_separators_is_split_at_those_behind_empty_lines() =>
        Assert.Equal(["1\n\none\nFrom here", "2\n\ntwo"], Texts("From nobody\nSubject: 1\n\none\nFrom here\n\nFrom nobody\nSubject: 2\n\ntwo\n"));

    [Fact]
    public void Line_ends_byte_order_marks_and_empty_lines_before_the_first_mail_do_not_matter()
    {
        var box = $"\uFEFF\n\n{Separator}Subject: 1\n\none\n{Separator}Subject: 2\n\ntwo";
        Assert.Equal(["1\n\none", "2\n\ntwo"], Texts(box));
        Assert.Equal(["1\n\none", "2\n\ntwo"], Texts(box.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Mails_are_read_one_at_a_time()
    {
        using var box = new EndlessMailbox();
        Assert.Equal(["s\n\nb", "s\n\nb", "s\n\nb"], Mailbox.Read(box, "box", TestContext.Current.CancellationToken).Take(3).Select(mail => mail.Text.TrimEnd()));
    }

    [Fact]
    public void Lines_longer_than_a_block_are_read()
    {
        var line = new string('x', 300_000);
        Assert.Equal([$"1\n\n{line}", "2\n\ntwo"], Texts($"{Separator}Subject: 1\n\n{line}\n{Separator}Subject: 2\n\ntwo"));
    }

    private static IEnumerable<string> Texts(string box)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(box));
        return [.. Mailbox.Read(stream, "box", TestContext.Current.CancellationToken).Select(mail => mail.Text.ReplaceLineEndings("\n").TrimEnd())];
    }

    /// <summary>The same mail again and again.</summary>
    private sealed class EndlessMailbox : MemoryStream
    {
        private static readonly byte[] Mail = Encoding.ASCII.GetBytes(Separator + "Subject: s\n\nb\n\n");
        private long _position;

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++) buffer[offset + i] = Mail[_position++ % Mail.Length];
            return count;
        }
    }
}
