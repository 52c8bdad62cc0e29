using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>Folders of texts and mails, mailboxes, and mails in a column.</summary>
public sealed class MailSourcesTests : IDisposable
{
    private const string Mail = "From: a@example.org\nTo: b@example.org\nX-Label: {1}\nSubject: {0}\n\nBody of {0}.\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sub_folder_names_the_label_of_its_texts_and_mails()
    {
        _folder.Write("set/spam/2.eml", MailOf("Win", "-"));
        _folder.Write("set/spam/deep/3.txt", "plain text");
        _folder.Write("set/ham/1", MailOf("Lunch", "-"));
        _folder.Write("set/ham/page.html", "<p>seen</p><script>unseen</script>");
        _folder.Write("set/README.md", "about");

        var data = await Load.Path(Path.Combine(_folder.Path, "set"));

        Assert.Equal(
            [("ham/1", "Lunch\n\nBody of Lunch.", "ham"), ("ham/page.html", "seen", "ham"), ("spam/2.eml", "Win\n\nBody of Win.", "spam"), ("spam/deep/3.txt", "plain text", "spam")],
            data.Examples.Select(e => (e.Id, e.Text, e.Labels)));
        Assert.Equal("a@example.org", data.Examples[0].Metadata["from"]);
    }

    [Fact]
    public async Task A_folder_of_mailboxes_takes_the_label_from_the_name()
    {
        _folder.Write("ham.mbox", Mailbox(("One", "-"), ("Two", "-")));
        _folder.Write("spam.mbox", Mailbox(("Three", "-")));
        var data = await Load.Path(_folder.Path);
        Assert.Equal([("ham-1", "ham"), ("ham-2", "ham"), ("spam-1", "spam")], data.Examples.Select(e => (e.Id, e.Labels)));
        Assert.Equal("Two\n\nBody of Two.", data.Examples[1].Text);
    }

    [Fact]
    public async Task Mailboxes_without_an_extension_are_read_as_mail_programs_write_them()
    {
        _folder.Write("top/ham", Mailbox(("One", "-"), ("Two", "-")));
        _folder.Write("top/ham.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->");
        _folder.Write("top/spam", Mailbox(("Three", "-")));
        _folder.Write("deep/ham/Archives.2024", Mailbox(("One", "-"), ("Two", "-")));
        _folder.Write("deep/spam/Inbox.sbd/Junk", Mailbox(("Three", "-"), ("Four", "-")));
        _folder.Write("deep/spam/Inbox.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->");

        var (top, deep) = (await Load.Path(Path.Combine(_folder.Path, "top")), await Load.Path(Path.Combine(_folder.Path, "deep")));

        Assert.Equal([("ham-1", "ham"), ("ham-2", "ham"), ("spam-1", "spam")], top.Examples.Select(e => (e.Id, e.Labels)));
        Assert.Equal(
            [("ham/Archives-1", "One\n\nBody of One."), ("ham/Archives-2", "Two\n\nBody of Two."), ("spam/Inbox.sbd/Junk-1", "Three\n\nBody of Three."), ("spam/Inbox.sbd/Junk-2", "Four\n\nBody of Four.")],
            deep.Examples.Select(e => (e.Id, e.Text)));
        Assert.Equal(["1 file of another kind left out: spam/Inbox.msf."], deep.Notes);
    }

    [Fact]
    public async Task A_mail_may_be_called_as_in_a_Maildir_and_what_else_has_a_dot_is_noted()
    {
        _folder.Write("set/ham/cur/1204680122.27c448.mail.example.org:2,S", MailOf("Lunch", "-"));
        _folder.Write("set/spam/0001.bfc8d64d12b325ff", "From a@example.org  Thu Aug 22 12:36:23 2002\n" + MailOf("Win", "-"));
        _folder.Write("set/spam/Thumbs.db", "\0\0");

        var data = await Load.Path(Path.Combine(_folder.Path, "set"));

        Assert.Equal([("Lunch\n\nBody of Lunch.", "ham"), ("Win\n\nBody of Win.", "spam")], data.Examples.Select(e => (e.Text, e.Labels)));
        Assert.Equal(["1 file of another kind left out: spam/Thumbs.db."], data.Notes);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Named pipes are no files here.");
        _folder.Write("set/ham/1.txt", "lunch");
        _folder.Write("set/spam/2.txt", "winner");
        foreach (var name in (string[])["set/spam/3.txt", "set/spam/4", "set/spam/5.pipe", "set/pipe", "d.csv", "d.parquet", "task", "d.mbox"])
            await Process.Start("mkfifo", [Path.Combine(_folder.Path, name)]).WaitForExitAsync(TestContext.Current.CancellationToken);

        var data = await Load.Path(Path.Combine(_folder.Path, "set"));

        Assert.Equal(["ham/1.txt", "spam/2.txt"], data.Examples.Select(e => e.Id));
        Assert.Equal(["1 file of another kind left out: spam/5.pipe.", "2 rows without text left out: spam/3.txt, spam/4."], data.Notes);
        foreach (var name in (string[])["d.csv", "d.parquet", "task", "d.mbox"])
        {
            var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = name }, baseFolder: _folder.Path));
            Assert.Equal($"{name}: There is no row: the file is empty, or no regular file. Write the data to a file: pipes, sockets and devices are not read.", error.ToString());
        }
    }

    [Fact]
    public async Task Mailboxes_of_different_labels_may_have_the_same_name()
    {
        _folder.Write("set/ham/inbox.mbox", Mailbox(("One", "-"), ("", "-")));
        _folder.Write("set/spam/inbox.mbox", Mailbox(("Two", "-")).Replace("Body of Two.", "", StringComparison.Ordinal));
        var data = await Load.Path(Path.Combine(_folder.Path, "set"));
        Assert.Equal([("ham/inbox-1", "ham"), ("ham/inbox-2", "ham"), ("spam/inbox-1", "spam")], data.Examples.Select(e => (e.Id, e.Labels)));
        Assert.Equal(["1 mail with a subject only: spam/inbox-1."], data.Notes);
    }

    [Fact]
    public async Task A_mailbox_takes_the_label_from_a_header_and_keeps_it_from_the_metadata()
    {
        var data = await Load.Path(_folder.Write("all.mbox", Mailbox(("One", "ham"), ("Two", "spam"))));
        Assert.Equal(["ham", "spam"], data.Examples.Select(e => e.Labels));
        Assert.All(data.Examples, e => Assert.False(e.Metadata.ContainsKey("X-Label")));
    }

    [Fact]
    public async Task The_header_with_the_label_can_be_named()
    {
        _folder.Write("all.mbox", Mailbox(("One", "ham"), ("Two", "spam")).Replace("X-Label", "X-Kind", StringComparison.Ordinal));
        var data = await Load.Source(new DataSource { Path = "all.mbox", Label = "x-kind" }, baseFolder: _folder.Path);
        Assert.Equal(["ham", "spam"], data.Labels);
    }

    [Fact]
    public async Task A_mailbox_without_labels_says_how_to_give_them()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("all.mbox", Mailbox(("One", "")))));
        Assert.Contains("X-Label", error.Message, StringComparison.Ordinal);
        Assert.Contains("folder with one mailbox per label", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\r\n \n\n", "empty")]
    [InlineData("no mail at all\n", "no mailbox")]
    [InlineData("\0\u0001\u0080\u00ff\ufffd", "no mailbox")]
    public async Task What_is_no_mailbox_is_refused_with_a_way_out(string content, string expected)
    {
        _folder.Write("box/ham.mbox", Mailbox(("One", "-")));
        _folder.Write("box/spam.mbox", content);
        foreach (var path in new[] { "box", "box/spam.mbox" })
        {
            var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = path }, baseFolder: _folder.Path));
            Assert.Equal("box/spam.mbox", error.File);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Remedy);
        }
    }

    [Fact]
    public async Task Whole_mails_in_a_column_are_converted_and_their_headers_kept()
    {
        var rows = new[] { ("Win", "spam"), ("Café", "ham") }
            .Select(m => JsonSerializer.Serialize(new { mail = MailOf(m.Item1, "-"), label = m.Item2 }));
        var data = await Load.Path(_folder.Write("d.jsonl", string.Join('\n', rows)));
        Assert.Equal(["Win\n\nBody of Win.", "Café\n\nBody of Café."], data.Examples.Select(e => e.Text));
        Assert.Equal("b@example.org", data.Examples[0].Metadata["To"]);
        Assert.Contains(data.Notes, note => note.StartsWith("Column `mail` holds whole mails", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subject_column_is_put_before_the_body()
    {
        var data = await Load.Path(_folder.Write("d.csv", "subject,body,label\nHi,there,x\nYo,you,y\n"));
        Assert.Equal(["Hi\n\nthere", "Yo\n\nyou"], data.Examples.Select(e => e.Text));
    }

    private static string MailOf(string subject, string label) => string.Format(null, CompositeFormat.Parse(Mail), subject, label);

    private static string Mailbox(params (string Subject, string Label)[] mails) =>
        string.Concat(mails.Select(m => "From a@example.org Mon Nov 23 10:00:00 2026\n" + MailOf(m.Subject, m.Label) + "\n"));
}
