using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>The hidden verb as batch schedulers and replicas start it.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("< /dev/null")]
    [InlineData("<&-")]
    public async Task A_trial_runs_to_its_result_though_nothing_can_be_read(string input)
    {
        var trial = await CompareAsync("classical");
        File.Delete(Path.Combine(trial, "result.json"));

        var ended = await FulcrumProcess.RunInShellAsync(_folder.Path, input, "worker", "--trial", trial);

        Assert.Equal((0, "", ""), (ended.ExitCode, ended.Output, ended.Error));
        Assert.Equal("completed", Result(trial).GetProperty("status").GetString());
        var resumed = await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("1 of 1 trials are finished.", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_fails_ends_with_1_and_the_reason()
    {
        var trial = await CompareAsync("classical");
        File.Delete(Path.Combine(trial, "result.json"));
        var file = Path.Combine(trial, "trial.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("\"name\": \"classical\"", "\"name\": \"magic\"", StringComparison.Ordinal), Cancel);

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "worker", "--trial", trial);

        Assert.Equal((1, "The trial failed: This program has no rung `magic`.\n"), (ended.ExitCode, ended.Error));
        Assert.Equal("This program has no rung `magic`.", Result(trial).GetProperty("failure").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_trial_that_is_stopped_has_no_result_and_is_resumed(string signal)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(3000));
        // The budget ends at once, so that the trial is planned and not run.
        await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "scratch", "--output", "run", "--budget", "0.001s");
        var planned = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", "plan.json"), Cancel)).RootElement[0];
        var trial = Path.Combine(_folder.Path, "run", "trials", planned.GetProperty("id").GetString()!);
        Directory.CreateDirectory(trial);
        await File.WriteAllTextAsync(Path.Combine(trial, "trial.json"), planned.GetRawText(), Cancel);

        using var worker = FulcrumProcess.Start(_folder.Path, "worker", "--trial", trial);
        var events = Path.Combine(trial, "events.jsonl");
        await Until.TrueAsync(() => File.Exists(events) && File.ReadAllText(events).Contains("train", StringComparison.Ordinal), "the training to begin");
        worker.Signal(signal);
        var ended = await worker.WaitAsync();

        Assert.Equal((130, ""), (ended.ExitCode, ended.Error));
        Assert.False(File.Exists(Path.Combine(trial, "result.json")));
        using var again = FulcrumProcess.Start(_folder.Path, "compare", "--resume", "run");
        await Until.TrueAsync(() => again.Said.Contains("0 of 1 trials are finished.", StringComparison.Ordinal), "the run to be resumed");
    }

    [Theory]
    [InlineData("error: There is no trial of a run in `run`. Give a folder such as runs/2026-11-23T10-00-00-mails/trials/classical-0a1b2c3d.", "--trial", "run")]
    [InlineData("error: There is no fitted rung in `", "--serve", "run")]
    [InlineData("error: Give either --trial or --serve.", "--serve", "run", "--trial", "run")]
    [InlineData("error: --model has no effect without --serve.", "--model", "m")]
    [InlineData("error: --device has no effect without --trial or --serve: a trial says itself where it runs.", "--device", "cpu")]
    [InlineData("error: There is no device `gpu`. Did you mean `cuda`?", "--serve", "run", "--device", "gpu")]
    [InlineData("error: There is no device `cup`. Did you mean `cpu`?", "--trial", "run", "--device", "cup")]
    [InlineData("error: --trial takes a name, not an empty text.", "--trial", "")]
    public async Task What_cannot_be_run_or_served_is_refused(string error, params string[] arguments)
    {
        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["worker", .. arguments]);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith(error, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_artifact_answers_requests_as_they_come_and_those_that_were_asked_before_the_input_ended()
    {
        var trial = await CompareAsync("classical");
        // What is served needs nothing of its run.
        var artifact = Path.Combine(_folder.Path, "moved");
        Directory.Move(Path.Combine(trial, "artifact"), artifact);
        using var worker = FulcrumProcess.Start(_folder.Path, "worker", "--serve", artifact);

        await AskAsync("""{"id":1,"texts":["apple pear plum","saw drill chisel"]}""");
        await Until.TrueAsync(() => worker.LengthOut > 0, "the first answer");
        await AskAsync("""{"id":"second","texts":["hammer"]}""");
        await AskAsync("""{"id":3}""");
        await AskAsync("oops");
        await AskAsync("""{"id":4,"texts":[]}""");
        for (var id = 5; id < 505; id++) await AskAsync($$"""{"id":{{id}},"texts":["quince","file"]}""");
        worker.Input.Close();
        var ended = await worker.WaitAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var answers = ended.Output.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToLookup(answer => answer.GetProperty("id").ToString());
        Assert.Equal(["fruit", "tools"], Labels("1"));
        Assert.Equal(["tools"], Labels("second"));
        Assert.Empty(Labels("4"));
        Assert.All(Enumerable.Range(5, 500), id => Assert.Equal(["fruit", "tools"], Labels($"{id}")));
        foreach (var refused in new[] { "3", "" })
            Assert.StartsWith("The worker did not understand the request: ", Assert.Single(answers[refused]).GetProperty("error").GetString(), StringComparison.Ordinal);
        var probabilities = answers["1"].Single().GetProperty("answers")[0].GetProperty("probabilities");
        Assert.InRange(probabilities.GetProperty("fruit").GetDouble(), 0.5, 1);
        Assert.Equal(1, probabilities.GetProperty("fruit").GetDouble() + probabilities.GetProperty("tools").GetDouble(), 6);

        Task AskAsync(string line) => worker.Input.WriteLineAsync(line);

        IEnumerable<string?> Labels(string id) =>
            Assert.Single(answers[id]).GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("label").GetString());
    }

    /// <summary>A run with one trial, and that trial's folder.</summary>
    private async Task<string> CompareAsync(string rung)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", rung, "--output", "run");
        Assert.True(ended.ExitCode == 0, ended.Error);
        return Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "run", "trials")));
    }

    private static JsonElement Result(string trial) => JsonDocument.Parse(File.ReadAllText(Path.Combine(trial, "result.json"))).RootElement;
}
