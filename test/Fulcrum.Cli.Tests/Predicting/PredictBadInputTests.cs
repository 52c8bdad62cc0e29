using System.Diagnostics;
using System.Text.RegularExpressions;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>What <c>fulcrum predict</c> says of artifacts, files and outputs that cannot be used; nothing is half written.</summary>
public sealed class PredictBadInputTests(GoodsRun goods) : IClassFixture<GoodsRun>, IDisposable
{
    private const string Restore = "Restore the file, or compare again.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task There_is_no_such_folder() => AssertRefusedAsync("There is no file or folder `run`. It was looked for in `{0}`.", "run", goods.Data);

    [Fact]
    public async Task A_run_that_is_not_finished_says_how_to_go_on()
    {
        CopyRun();
        Directory.Delete(InFolder("run/winner"), recursive: true);
        await AssertRefusedAsync(
            "The run `run` has no winner. Its verdict recommends no trial, or an older version made it: give the folder of one of its trials, or write the winner with: fulcrum compare --resume RUN.",
            "run", goods.Data);

        File.Delete(InFolder("run/verdict.json"));
        await AssertRefusedAsync("The run `run` is not finished. Continue it with: fulcrum compare --resume RUN.", "run", goods.Data);
    }

    [Fact]
    public async Task A_half_copied_winner_is_no_winner()
    {
        CopyRun();
        File.WriteAllBytes(InFolder("run/winner/classical.bin"), File.ReadAllBytes(InFolder("run/winner/classical.bin"))[..200]);
        await AssertRefusedAsync(
            "{0}/run/winner/classical.bin: The classical model cannot be read: Unable to read beyond the end of the stream. Run the comparison again to make it anew.", "run", goods.Data);

        File.Delete(InFolder("run/winner/classical.bin"));
        await AssertRefusedAsync(
            "{0}/run/winner/classical.bin: The classical model cannot be read: Could not find file '{0}/run/winner/classical.bin'. Run the comparison again to make it anew.", "run", goods.Data);

        File.Delete(InFolder("run/winner/predictor.json"));
        await AssertRefusedAsync(
            "There is no fitted rung in `{0}/run/winner`: `predictor.json` is missing. Give the folder of a run, of its winner or of a finished trial; a copy must be complete.", "run", goods.Data);
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": 3", "The artifact has format 3; this version reads formats up to 2. Use the version of Fulcrum that made it, or a newer one.")]
    [InlineData("\"fruit\"", "\"frut\"", "The artifact has other labels than its classical model. " + Restore)]
    [InlineData("\"rung\": \"classical\"", "\"rung\": \"quantum\"", "The artifact is of the rung `quantum`, which this version does not have. " + Restore)]
    public Task An_edited_manifest_is_refused(string before, string after, string message)
    {
        Edit(before, after);
        return AssertRefusedAsync("{0}/run/winner/predictor.json: " + message, "run", goods.Data);
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": \"one\"", 2, 18)]
    [InlineData("\"labels\": [", "\"labels\": [null,", 1, 1)]
    public async Task A_manifest_that_is_none_is_refused_with_its_place(string before, string after, int line, int column)
    {
        Edit(before, after);

        var ended = await PredictAsync("run", goods.Data, "-o", "out.csv");

        Assert.Equal(2, ended.ExitCode);
        Assert.True(line > 0 && column > 0);
        Assert.Matches($@"^error: {Regex.Escape(InFolder("run/winner/predictor.json"))}(\(\d+,\d+\))?: .+ {Regex.Escape(Restore.Replace(".", "", StringComparison.Ordinal))}", ended.Error);
    }

    [Fact]
    public Task A_missing_text_column_names_the_nearest() => AssertRefusedAsync(
        "goods.csv: There is no column `txt` for the text. Did you mean `text`? The columns are `id`, `text`, `label`.", goods.Run, CopyData(), "--column", "txt");

    [Fact]
    public Task A_missing_label_column_names_the_nearest() => AssertRefusedAsync(
        "goods.csv: There is no column `lable` for the label. Did you mean `label`? The columns are `id`, `text`, `label`.", goods.Run, CopyData(), "--labels", "lable");

    [Fact]
    public async Task All_broken_rows_are_named_before_anything_is_answered()
    {
        _folder.Write("new.jsonl", "{\"text\": \"apple\"}\n{\"text\": \n[1]\n");

        var ended = await PredictAsync(goods.Run, "new.jsonl", "-o", "out.csv");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(2, ended.Error.Split('\n').Count(line => line.StartsWith("error: new.jsonl(", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "out*"));
    }

    [Fact]
    public async Task The_output_is_not_the_input_by_whatever_name()
    {
        CopyData();
        File.CreateSymbolicLink(InFolder("link.csv"), InFolder("goods.csv"));

        await AssertRefusedAsync("The output `goods.csv` is the input. Choose another file.", goods.Run, "goods.csv", "-o", "goods.csv");
        await AssertRefusedAsync("The output `link.csv` is the input. Choose another file.", goods.Run, "goods.csv", "-o", "link.csv");
        Assert.Equal(MadeUpData.Csv(200), await File.ReadAllTextAsync(InFolder("goods.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_said_before_anything_is_answered()
    {
        Directory.CreateDirectory(InFolder("folder.csv"));

        await AssertRefusedAsync("The output `folder.csv` is a folder. Choose another file.", goods.Run, goods.Data, "-o", "folder.csv");
        await AssertRefusedAsync("The extension of `out.xlsx` says no format that can be written. Use one of: .csv, .jsonl, .ndjson, .parquet.", goods.Run, goods.Data, "-o", "out.xlsx");
        await AssertRefusedAsync(
            "The output `none/out.csv` cannot be written: Could not find a part of the path '{0}/none/out.csv.partial'. Choose a file that can be written.", goods.Run, goods.Data, "-o", "none/out.csv");
    }

    [Theory]
    [InlineData("answers", 150)]
    [InlineData("output", 600)]
    public async Task A_full_disk_is_said_and_nothing_is_half_written(string whatDoesNotFit, int kilobytes)
    {
        _folder.Write("many.csv", MadeUpData.Csv(6000));
        var small = Directory.CreateDirectory(InFolder("small")).FullName;
        using (var mount = Process.Start("mount", ["-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", small]))
        {
            await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (mount.ExitCode != 0) Assert.Skip("needs the right to mount a small disk");
        }

        try
        {
            var ended = await PredictAsync(goods.Run, "many.csv", "-o", "small/out.csv");

            Assert.Equal(2, ended.ExitCode);
            Assert.Equal(
                $"error: The output `small/out.csv` cannot be written: No space left on device. Make room, then: fulcrum predict {goods.Run} many.csv -o small/out.csv --resume\n",
                Regex.Replace(ended.Error, @"No space left on device : '[^']+'", "No space left on device"));
            // The answers that fitted are kept.
            Assert.Equal(["out.csv.partial"], Directory.EnumerateFileSystemEntries(small).Select(file => Path.GetFileName(file)));
            Assert.Equal(whatDoesNotFit == "output", File.ReadLines(Path.Combine(small, "out.csv.partial")).Skip(1).Sum(line => Regex.Count(line, "label")) == 6000);
        }
        finally
        {
            using var unmount = Process.Start("umount", [small]);
            await unmount.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("--resume needs -o OUT: the output that was not finished.", "goods.csv", "--resume")]
    [InlineData("--labels has no effect on the lines of standard input. Leave it out, or name a file.", "-", "--labels", "label")]
    [InlineData("--group has no effect without --labels.", "goods.csv", "--group", "id")]
    [InlineData("--group takes a name, not an empty text.", "goods.csv", "--labels", "label", "--group", "")]
    [InlineData("--column takes a name, not an empty text.", "goods.csv", "--column", "")]
    public async Task Options_that_say_nothing_together_are_refused(string message, params string[] arguments)
    {
        var ended = await PredictAsync([goods.Run, .. arguments]);

        Assert.Equal((2, $"error: {message}\nTry: fulcrum predict --help\n"), (ended.ExitCode, ended.Error));
    }

    /// <param name="message">The whole message; <c>{0}</c> is the test's folder.</param>
    /// <param name="arguments">Behind the verb.</param>
    private async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        var before = Directory.EnumerateFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal).ToArray();

        var ended = await PredictAsync(arguments.Contains("-o") ? arguments : [.. arguments, "-o", "out.csv"]);

        Assert.Equal((2, "", $"error: {message.Replace("{0}", _folder.Path, StringComparison.Ordinal)}\n"), (ended.ExitCode, ended.Output, ended.Error));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
    }

    private Task<FulcrumProcess.Ended> PredictAsync(params string[] arguments) => FulcrumProcess.RunAsync(_folder.Path, ["predict", .. arguments]);

    private void CopyRun() => GoodsRun.Copy(goods.Run, InFolder("run"));

    private string CopyData()
    {
        File.Copy(goods.Data, InFolder("goods.csv"));
        return "goods.csv";
    }

    private void Edit(string before, string after)
    {
        CopyRun();
        var manifest = InFolder("run/winner/predictor.json");
        var text = File.ReadAllText(manifest);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(manifest, text.Replace(before, after, StringComparison.Ordinal));
    }

    private string InFolder(string name) => Path.Combine(_folder.Path, name);
}
