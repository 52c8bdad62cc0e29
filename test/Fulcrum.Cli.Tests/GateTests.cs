using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>Gates, their files, and <c>compare diff</c>, in real processes.</summary>
public sealed class GateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_gate_decides_the_exit_code_and_is_written_for_other_programs()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(100));

        var compared = await CompareAsync("--rungs", "majority,classical", "--output", "run", "--gate", "accuracy>=90% & recall(fruit)>=0.5", "--junit", "ci.xml", "--markdown", "ci.md");

        Assert.True(compared.ExitCode == 0, compared.Output + compared.Error);
        Assert.Contains("Gate passed on classical: 2 of 2 conditions hold.\n  passed: accuracy>=90% (", compared.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["accuracy>=90%", "recall(fruit)>=0.5", "majority", "classical"],
            XDocument.Load(Path.Combine(_folder.Path, "ci.xml")).Descendants("testcase").Select(test => test.Attribute("name")!.Value));
        Assert.StartsWith("### Fulcrum: goods\n", Read("ci.md"), StringComparison.Ordinal);
        var command = JsonDocument.Parse(Read("run/environment.json")).RootElement.GetProperty("command").GetString();
        Assert.Equal("fulcrum compare goods.csv --rungs majority,classical --gate 'accuracy>=90% & recall(fruit)>=0.5' --no-builtin", command);

        // Not decided on 20 rows, which alone fails nothing.
        var verdict = await RunAsync("verdict", "run");
        Assert.Contains("Not decided.", verdict.Output, StringComparison.Ordinal);
        Assert.Equal(0, verdict.ExitCode);
        var gated = await RunAsync("verdict", "run", "--gate", "kind=decided and accuracy>=0.5", "--junit", "ci.xml");
        Assert.Equal(1, gated.ExitCode);
        Assert.Contains("Gate failed on classical: 1 of 2 conditions hold.\n  failed: kind=decided (not-decided)\n  passed: accuracy>=0.5 (", gated.Output, StringComparison.Ordinal);
        Assert.Equal("failed: kind=decided (not-decided)", XDocument.Load(Path.Combine(_folder.Path, "ci.xml")).Descendants("failure").Single().Attribute("message")!.Value);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*temporary*"));

        var json = await RunAsync("verdict", "run", "--json", "--gate", "p95<=0ms");
        Assert.Equal((1, "not_decided"), (json.ExitCode, JsonDocument.Parse(json.Output).RootElement.GetProperty("kind").GetString()));
        Assert.Contains("Gate failed on classical: 0 of 1 condition holds.\n  failed: p95<=0ms (", json.Error, StringComparison.Ordinal);

        var resumed = await RunAsync("compare", "--resume", "run", "--gate", "grade>=A");
        Assert.Equal(1, resumed.ExitCode);
        Assert.Contains("  failed: grade>=A (D)", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_cannot_be_read_is_refused_before_the_data_is()
    {
        var ended = await CompareAsync("--gate", "acuracy>=0.9 & p95<=2");

        Assert.Equal(
            (2, "error: --gate(1,1): `acuracy` is no metric of a gate. Did you mean `accuracy`?\n"
                + "error: --gate(1,21): `p95` takes a time with its unit, such as 200ms or 1.5s, not `2`.\nTry: fulcrum compare --help\n"),
            (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Labels_of_gate_and_metric_are_checked_before_trials_run()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await CompareAsync("--output", "run", "--metric", "recall:frut", "--gate", "recall(tool)>=0.9 & drop<=1%");

        Assert.Equal(2, ended.ExitCode);
        Assert.EndsWith(
            "error: `frut` of the metric `recall:frut` is not one of the labels. Did you mean `recall:fruit`?\n"
            + "error: --gate(1,1): `tool` of `recall` is not one of the labels. Did you mean `tools`?\n"
            + "error: --gate(1,21): `drop` is measured on shifted data, and there is no shifted part. Give `shift` in task.yaml, or leave the condition out.\n",
            ended.Error, StringComparison.Ordinal);
        Assert.Equal(["goods.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_metric_that_there_is_not_is_refused_before_the_data_is_read()
    {
        _folder.Write("goods.csv", "no data at all");

        var ended = await CompareAsync("--metric", "acuracy");

        Assert.Equal((2, "error: `acuracy` is not a metric. Did you mean `accuracy`?\n"), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("The output `there` is a folder. Choose another file.", "--junit", "there")]
    [InlineData("The folder of --markdown `no/where.md` is not there. Create it, or choose another file.", "--markdown", "no/where.md")]
    [InlineData("The output `goods.csv` is the input. Choose another file.", "--markdown", "goods.csv")]
    [InlineData("--junit and --markdown are both `a`. Choose another file for one of them.", "--junit", "a", "--markdown", "a")]
    public async Task A_file_that_cannot_be_written_is_refused_before_anything_runs(string error, params string[] options)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "there"));

        var ended = await CompareAsync(options);

        Assert.Equal((2, $"error: {error}\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Two_runs_are_compared_row_by_row()
    {
        var rows = MadeUpData.Csv(120).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var train = string.Concat(rows[41..].Prepend(rows[0]).Select(row => row + "\n"));
        foreach (var folder in new[] { "mislabeled", "mended" }) _folder.Write($"{folder}/test.csv", string.Concat(rows[..41].Select(row => row + "\n")));
        _folder.Write("mended/train.csv", train);
        _folder.Write("mislabeled/train.csv", Regex.Replace(train, ",(fruit|tools)\n", label => label.Groups[1].Value == "fruit" ? ",tools\n" : ",fruit\n"));
        await RunAsync("compare", "mislabeled", "--rungs", "majority,classical", "--output", "before");
        await RunAsync("compare", "mended", "--rungs", "classical", "--output", "after");

        var table = await RunAsync("compare", "diff", "before", "after");
        var json = await RunAsync("compare", "diff", "before", "after", "--json");

        Assert.True(table.ExitCode == 0, table.Error);
        Assert.StartsWith("The data of the runs differs: compared are the 40 rows of test with the same id, text and label in both, of 40 before and 40 after.\n", table.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ *classical +40 +0\.0\u202f% +100\.0\u202f% +\+100\.0 \[\+9\d\.\d, \+100\.0\] +p\u202f<\u202f\.001 +40 +0 +×[\d.]+ +×[\d.]+ *$", table.Output);
        Assert.Matches(@"classical, fixed: 10 of 40\n  \S+: (tools → fruit, true is fruit|fruit → tools, true is tools): ", table.Output);
        Assert.Contains("Only before: majority.", table.Output, StringComparison.Ordinal);
        Assert.Contains("After: Not decided: only classical was judged.", table.Output, StringComparison.Ordinal);
        var rung = JsonDocument.Parse(json.Output).RootElement.GetProperty("rungs").EnumerateArray().Single();
        Assert.Equal(("classical", 0.0, 1.0, 40), (rung.GetProperty("rung").GetString(), rung.GetProperty("before").GetDouble(), rung.GetProperty("after").GetDouble(), rung.GetProperty("fixed").GetInt32()));
    }

    [Fact]
    public async Task A_task_that_is_called_diff_is_reached_as_a_path()
    {
        _folder.Write("diff/goods.csv", MadeUpData.Csv(60));

        var planned = await RunAsync("compare", "./diff/goods.csv", "--plan", "--no-builtin");
        File.Move(Path.Combine(_folder.Path, "diff", "goods.csv"), Path.Combine(_folder.Path, "goods.csv"));
        Directory.Delete(Path.Combine(_folder.Path, "diff"));
        _folder.Write("diff", "id,text,label\n");
        var empty = await RunAsync("compare", "./diff", "--plan", "--no-builtin");
        var verb = await RunAsync("compare", "diff");
        var noRuns = await RunAsync("compare", "diff", "one", "other");

        Assert.Equal(0, planned.ExitCode);
        Assert.StartsWith("error: diff: This kind of file is not known.", empty.Error, StringComparison.Ordinal);
        Assert.Equal((2, true), (verb.ExitCode, verb.Error.EndsWith("Try: fulcrum compare diff --help\n", StringComparison.Ordinal)));
        Assert.Equal(
            (2, string.Concat(new[] { "one", "other" }.Select(name => $"error: There is no run in `{Path.Combine(_folder.Path, name)}`. Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.\n"))),
            (noRuns.ExitCode, noRuns.Error));
    }

    private Task<FulcrumProcess.Ended> CompareAsync(params string[] options) => RunAsync(["compare", "goods.csv", .. options]);

    private async Task<FulcrumProcess.Ended> RunAsync(params string[] arguments)
    {
        // Not a comparison: nothing is appended for the model that comes along.
        if (arguments is ["compare", "diff", ..] or ["compare", "./diff", ..] or ["compare", "./diff/goods.csv", ..]) arguments = [FulcrumProcess.CompareWithBuiltin, .. arguments[1..]];
        return await FulcrumProcess.RunAsync(_folder.Path, arguments);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));
}
