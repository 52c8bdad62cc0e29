using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

/// <summary>A task file as a file: its syntax, its encoding, its size.</summary>
public sealed class TaskFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TaskFileTests() => _folder.Write("mails.jsonl", "");

    [Fact]
    public void Broken_syntax_is_reported_where_it_breaks()
    {
        var error = Assert.Single(Errors("name: a\ndata: {path: [}\n"));
        Assert.StartsWith("2,15: This is not valid YAML", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Named pipes are no files here.");
        var pipe = Path.Combine(_folder.Path, "task.yaml");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync(TestContext.Current.CancellationToken);

        var error = await Task.Run(() => Assert.Throws<InputException>(() => TaskReader.Read(pipe, RungRegistry.Catalog)), TestContext.Current.CancellationToken);

        Assert.Contains("The file is empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused_before_it_overflows_the_stack(string opening)
    {
        var error = Assert.Single(Errors("name:\n" + string.Concat(Enumerable.Repeat(opening, 100_000))));
        Assert.Contains("nested too deeply", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_keys_that_are_not_known_are_counted_in_linear_work()
    {
        var yaml = "name: a\ndata: {path: mails.jsonl}\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"key{i}: 1\n"));

        var errors = await Task.Run(() => Errors(yaml), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(InputErrorList.Shown + 1, errors.Length);
        Assert.StartsWith("3,1: `key0` is not known in the task.", errors[0], StringComparison.Ordinal);
        Assert.EndsWith("59980 more errors of this file are not shown.", errors[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: M\u00fcller\ndata: {path: mails.jsonl}\n", "1,8: The file is not UTF-8: there is no character with the byte 0xFC here, which is `ü` in Windows-1252. Save the file as UTF-8.")]
    [InlineData("name: a\ndescription: Gr\u00fc\u00dfe\n", "2,16: The file is not UTF-8: there is no character with the byte 0xFC here, which is `ü` in Windows-1252. Save the file as UTF-8.")]
    public void A_file_in_another_encoding_is_refused_where_it_shows(string yaml, string error)
    {
        var path = _folder.Write("a.yaml", "");
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(yaml));
        Assert.Equal([error], Assert.Throws<InputException>(() => TaskReader.Read(path, RungRegistry.Catalog)).Errors.Select(e => e.ToString().Replace(path, "", StringComparison.Ordinal).TrimStart('(').Replace("):", ":", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_names_the_encoding(string encoding)
    {
        var path = _folder.Write("a.yaml", "");
        File.WriteAllText(path, "name: Grüße\ndata: {path: mails.jsonl}\n", System.Text.Encoding.GetEncoding(encoding));
        Assert.Equal("Grüße", TaskReader.Read(path, RungRegistry.Catalog).Name);
    }

    [Theory]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nprompts:\n- name: p\n  template: '{text}'\n  answers:\n", "    l{0}: a{0}\n", "")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nlabels:\n", "- l{0}\n", "")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', answers: {", "l{0}: a{0}, ", "}}]")]
    public async Task A_file_of_many_keys_is_read_in_linear_work(string head, string entry, string tail)
    {
        // Quadratic work took a third of a minute for 60,000 keys and would take a quarter of an hour for these.
        var keys = Enumerable.Range(0, 400_000).Select(i => entry.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var yaml = head + string.Concat(keys) + tail;

        await Task.Run(() => Read(yaml), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private TaskDefinition Read(string yaml) => TaskReader.Read(_folder.Write("a.yaml", yaml), RungRegistry.Catalog);

    private string[] Errors(string yaml) =>
    [
        .. Assert.Throws<InputException>(() => Read(yaml)).Errors.Select(e =>
            $"{e.Line},{e.Column}: {e.Message}{(e.Remedy is null ? "" : " " + e.Remedy)}"),
    ];
}
