using System.Text.Json;
using System.Text.RegularExpressions;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class ControlCharactersTests : IDisposable
{
    // Clears the screen; writes the clipboard; rings; an 8-bit CSI; reads from right to left.
    private const string Hostile = "a\u001b[2Jb\u001b]52;c;cm0=\u0007c\u009b31md\u202ee";
    private const string Shown = @"a\u001b[2Jb\u001b]52;c;cm0=\u0007c\u009b31md\u202ee";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Hostile, Shown)]
    [InlineData("\0\b\u007f\u0085", @"\u0000\u0008\u007f\u0085")]
    [InlineData("\u2066\u2069\u202a\u202c", @"\u2066\u2069\u202a\u202c")]
    [InlineData("over\rwritten", @"over\u000dwritten")]
    [InlineData("lines\nand\r\nlines\tand tabs", "lines\nand\r\nlines\tand tabs")]
    [InlineData("שלום, Grüße, 日本語 👩\u200d👧", "שלום, Grüße, 日本語 👩\u200d👧")]
    public void What_a_terminal_would_obey_is_shown_and_text_of_any_language_stays(string text, string shown) =>
        Assert.Equal(shown, ControlCharacters.Show(text));

    [Fact]
    public async Task Labels_in_a_log_and_in_the_answer_are_shown()
    {
        WriteLabels();

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains($"Not decided: only majority was judged, which always answers `{Shown}`.", ended.Output, StringComparison.Ordinal);
        NothingIsObeyed(ended.Output + ended.Error);
    }

    [Fact]
    public async Task A_terminal_is_sent_no_control_sequence_but_our_own()
    {
        WriteLabels();

        var ended = await FulcrumProcess.RunInTerminalAsync(_folder.Path, 120, "compare", "goods.csv", "--rungs", "majority", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Output);
        Assert.Contains(Shown, Regex.Replace(ended.Output, @"\s", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", ended.Output, StringComparison.Ordinal);
        NothingIsObeyed(Regex.Replace(ended.Output, @"\e(\[[0-9;?]*[a-zA-Z]|[=>])", "").Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_means_what_it_meant()
    {
        WriteLabels();

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "run", "--json");

        NothingIsObeyed(ended.Output);
        Assert.Contains($"`{Hostile}`", JsonDocument.Parse(ended.Output).RootElement.GetProperty("recommendation").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_names_in_errors_are_shown()
    {
        var name = $"{Hostile.Replace("/", "", StringComparison.Ordinal)}.csv";
        _folder.Write(name, "text,label\nonly one row,a\n");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", name);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(Shown, ended.Error, StringComparison.Ordinal);
        NothingIsObeyed(ended.Error);
    }

    [Fact]
    public async Task Arguments_that_are_not_understood_are_shown()
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", Hostile);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(Shown, ended.Error, StringComparison.Ordinal);
        NothingIsObeyed(ended.Error);
    }

    private void WriteLabels() => _folder.Write("goods.csv", MadeUpData.Csv(60).Replace(",fruit\n", $",{Hostile}\n", StringComparison.Ordinal));

    private static void NothingIsObeyed(string text) => Assert.Equal(ControlCharacters.Show(text), text);
}
