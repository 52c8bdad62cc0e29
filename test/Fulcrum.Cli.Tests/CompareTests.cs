using System.Text.Json;
using System.Text.RegularExpressions;
using Fulcrum.Cli.Comparing;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Majority;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_climbs_the_rungs_and_leaves_a_verdict_and_a_report()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("classical", ended.Output, StringComparison.Ordinal);
        var verdict = Verdict();
        Assert.Equal(["majority", "classical"], verdict.GetProperty("rungs").EnumerateArray().Select(r => r.GetProperty("name").GetString()));
        Assert.StartsWith("classical", verdict.GetProperty("recommended_trial").GetString(), StringComparison.Ordinal);
        Assert.Contains("<html", await File.ReadAllTextAsync(InRun("report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_that_it_keeps_makes_the_run_again_in_a_folder_of_its_own()
    {
        _folder.Write("my $goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "my $goods.csv", "--output", "run", "--rungs", "majority", "--seed=3");

        Assert.Equal(0, ended.ExitCode);
        var environment = JsonDocument.Parse(await File.ReadAllTextAsync(InRun("environment.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("fulcrum compare 'my $goods.csv' --rungs majority --seed 3 --no-builtin", environment.GetProperty("command").GetString());
    }

    [Fact]
    public async Task A_narrow_terminal_sees_fewer_columns_and_no_broken_line()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));

        var ended = await FulcrumProcess.RunInTerminalAsync(_folder.Path, 60, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");

        Assert.Equal(0, ended.ExitCode);
        var text = Regex.Replace(ended.Output, @"\e\[[0-9;?]*[a-zA-Z]|\r", "");
        var table = text[text.IndexOf("  rung ", StringComparison.Ordinal)..].Split('\n');
        Assert.Contains("accuracy [95 %]", table[0], StringComparison.Ordinal);
        Assert.DoesNotContain("trained", table[0], StringComparison.Ordinal);
        Assert.Matches(@"^ *majority .*%.*\$", table[2]);
        Assert.Matches(@"^ *→ classical .*%.*\$", table[3]);
        Assert.All(table[..4], line => Assert.True(line.TrimEnd().Length <= 60));
    }

    [Fact]
    public async Task Made_up_data_is_called_so_wherever_figures_are_shown()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", "name: goods\nsynthetic: true\ndata: {path: goods.csv}");

        var first = await FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority", "--output", "run");
        var resumed = await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run");

        foreach (var text in new[] { first.Output, first.Error, resumed.Output, resumed.Error, await File.ReadAllTextAsync(InRun("report.html"), TestContext.Current.CancellationToken) })
            Assert.Contains("synthetic data", text, StringComparison.Ordinal);
        Assert.True(Verdict().GetProperty("synthetic").GetBoolean());
    }

    [Fact]
    public async Task Figures_of_real_data_are_not_called_synthetic()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "run");

        Assert.DoesNotContain("synthetic", ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.False(Verdict().GetProperty("synthetic").GetBoolean());
    }

    [Fact]
    public async Task Without_a_shifted_part_rungs_are_asked_about_perturbed_copies_of_test_rows()
    {
        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, FulcrumProcess.CompareWithBuiltin, Sample("support-intents"), "--rungs", "classical,head", "--train", "200", "--output", "run", "--json");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("There is no shifted part: 100 test rows are asked about in perturbed copies too", ended.Error, StringComparison.Ordinal);
        var rungs = JsonDocument.Parse(ended.Output).RootElement.GetProperty("rungs").EnumerateArray().ToArray();
        Assert.Equal(["classical", "head"], rungs.Select(rung => rung.GetProperty("name").GetString()));
        foreach (var rung in rungs)
        {
            var effects = rung.GetProperty("robustness").EnumerateArray().ToDictionary(effect => effect.GetProperty("perturbation").GetString()!);
            Assert.Equal(["all", "typos", "homoglyphs", "case", "whitespace", "numbers", "injection"], effects.Keys);
            // Both read capitals, small letters and gaps alike, and neither is proof against words of another label.
            Assert.Equal((0, 0), (effects["case"].GetProperty("flip_rate").GetDouble(), effects["whitespace"].GetProperty("flip_rate").GetDouble()));
            Assert.True(effects["injection"].GetProperty("drop").GetProperty("low").GetDouble() > 0);
        }

        Assert.Contains("Perturbed test rows", await File.ReadAllTextAsync(InRun("report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var decided = await FulcrumProcess.RunAsync(_folder.Path, "verdict", "run");
        Assert.Contains("  On perturbed test rows ", decided.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perturb: false")]
    [InlineData("perturb: true", "--no-perturb")]
    public async Task Perturbed_copies_can_be_left_out(string key, params string[] option)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", $"name: goods\ndata: {{path: goods.csv}}\n{key}");

        var ended = await FulcrumProcess.RunAsync(_folder.Path, ["compare", "task.yaml", "--rungs", "majority", "--output", "run", .. option]);

        Assert.DoesNotContain("perturbed", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(InRun("perturbed.jsonl")));
        Assert.Empty(Verdict().GetProperty("rungs")[0].GetProperty("robustness").EnumerateArray());
        Assert.False(JsonDocument.Parse(await File.ReadAllTextAsync(InRun("task.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("perturb").GetBoolean());
    }

    [Fact]
    public async Task A_trial_that_the_disk_failed_is_repeated_when_the_run_is_resumed()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");
        var classical = Results().Single(file => file.Contains("classical", StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            classical, """{"status": "failed", "failure": {"stage": "disk", "reason": "No space left on device"}}""", TestContext.Current.CancellationToken);

        var resumed = await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("1 of the others failed on infrastructure and is tried again.", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("completed", await File.ReadAllTextAsync(classical, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_whose_predictions_were_lost_is_run_again_when_the_run_is_resumed()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");
        var log = Directory.GetFiles(InRun("trials"), "predictions.jsonl", SearchOption.AllDirectories).Single(file => file.Contains("classical", StringComparison.Ordinal));
        var whole = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(log, whole[..^3], TestContext.Current.CancellationToken);

        var resumed = await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("1 of 2 trials are finished.", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("1 of the others has lost predictions and is run again.", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(whole.Length, File.ReadLines(log).Count());
    }

    [Fact]
    public async Task Two_runs_at_the_same_moment_have_a_folder_each()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", $"name: {new string('x', 5000)}\ndata: {{path: goods.csv}}");

        var ended = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => FulcrumProcess.RunAsync(_folder.Path, "compare", "task.yaml", "--rungs", "majority")));

        Assert.All(ended, run => Assert.True(run.ExitCode == 0, run.Error));
        var runs = Directory.GetDirectories(Path.Combine(_folder.Path, "runs"));
        Assert.Equal(2, runs.Length);
        Assert.All(runs, run => Assert.Matches($"^[0-9T-]{{19}}-x{{60}}(-2)?$", Path.GetFileName(run)));
        Assert.All(runs, run => Assert.True(File.Exists(Path.Combine(run, "verdict.json"))));
    }

    [Fact]
    public async Task A_run_whose_disk_is_full_says_how_to_continue()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        var comparer = new Comparer(new Terminal(), new FullDisk(), TimeProvider.System);
        var request = new CompareRequest
        {
            Task = Path.Combine(_folder.Path, "goods.csv"), Output = InRun(""), Rungs = [MajorityRung.Declaration], CommandLine = "fulcrum compare goods.csv",
            Resume = null, Models = [], TrainRows = null, TestRows = null, Seed = 0, Budget = null, Truncate = null, Device = "cpu", PlanOnly = false, CopyBase = false, Json = false,
        };

        var error = Assert.Single((await Assert.ThrowsAsync<InputException>(() => comparer.RunAsync(request, TestContext.Current.CancellationToken))).Errors);

        Assert.Equal(
            $"The run folder `{InRun("")}` can no longer be read or written: No space left on device. Make room, then: fulcrum compare --resume {InRun("")}", error.ToString());
    }

    [Fact]
    public async Task Json_on_standard_output_is_the_verdict_and_nothing_else()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", "run", "--json");

        Assert.Equal(0, ended.ExitCode);
        using var printed = JsonDocument.Parse(ended.Output);
        Assert.Equal("majority", printed.RootElement.GetProperty("rungs")[0].GetProperty("name").GetString());
        Assert.True(printed.RootElement.GetProperty("rungs")[0].GetProperty("peak_memory_bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task An_embedding_model_finds_examples_for_a_language_model_and_is_tuned_itself()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(120));
        _folder.Write("task.yaml", "name: goods\ndata: {path: goods.csv}\nrungs: {retrieval: {shots: 2, max_tokens: 40}, full: {learning_rates: [1e-3], epochs: 1}}");

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "task.yaml", "--rungs", "retrieval,full", "--train", "40", "--test", "20", "--output", "run",
            "--model", RepositoryFiles.Fixture("models/llama"), "--model", RepositoryFiles.Fixture("models/bert"));

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.Equal(
            [("retrieval", "llama"), ("full", "llama"), ("full", "bert")],
            Verdict().GetProperty("rungs").EnumerateArray().Select(r => (r.GetProperty("name").GetString(), Model(r))));
        var result = await File.ReadAllTextAsync(Results().Single(file => file.Contains("retrieval", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.Equal("bert", JsonDocument.Parse(result).RootElement.GetProperty("outcome").GetProperty("chosen").GetProperty("examples_by").GetString());

        static string? Model(JsonElement rung) => rung.GetProperty("model").GetString();
    }

    [Fact]
    public async Task What_trials_note_of_their_figures_stands_under_the_table()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write(
            "task.yaml",
            "name: goods\ndata: {path: goods.csv}\nprompts: [{name: plain, template: '{text}'}]\nrungs: {zero-shot: {scoring: sum, max_tokens: 3}, few-shot: {scoring: sum, max_tokens: 200}}");

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "task.yaml", "--rungs", "zero-shot,few-shot", "--test", "12", "--output", "run", "--model", RepositoryFiles.Fixture("models/llama"));

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var text = Regex.Replace(ended.Output, @"\s+", " ");
        Assert.Contains("zero-shot: 12 of 12 test texts were cut at the token limit; their head was read.", text, StringComparison.Ordinal);
        Assert.Contains("few-shot: Prompt plain shows 0 examples and not 8: too few examples or context full.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedding_model_alone_is_tuned()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(120));
        _folder.Write("task.yaml", "name: goods\ndata: {path: goods.csv}\nrungs: {lora: {learning_rates: [1e-2], epochs: 2}}");

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "task.yaml", "--rungs", "lora", "--train", "40", "--test", "20", "--output", "run", "--model", RepositoryFiles.Fixture("models/bert"));

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.StartsWith("lora-bert", Verdict().GetProperty("recommended_trial").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedding_model_alone_has_nothing_to_show_its_examples_to()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(
            _folder.Path, "compare", "goods.csv", "--rungs", "zero-shot,retrieval", "--model", RepositoryFiles.Fixture("models/bert"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("There is nothing to run: without a language model there is no zero-shot, no retrieval.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rungs_may_be_given_one_by_one()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--rungs", "scratch,classical", "--plan", "--json");

        Assert.Equal(["majority", "classical", "scratch"], JsonDocument.Parse(ended.Output).RootElement.EnumerateArray().Select(t => t.GetProperty("rung").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_split_seed_and_a_number_of_test_rows_give_the_same_sample_again_and_another_seed_another()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));
        foreach (var (run, seed) in new[] { ("run", "3"), ("again", "3"), ("other", "4") })
        {
            var ended = await FulcrumProcess.RunAsync(
                _folder.Path, "compare", "goods.csv", "--rungs", "majority", "--test", "12", "--split-seed", seed, "--output", run);
            Assert.True(ended.ExitCode == 0, ended.Error);
        }

        Assert.Equal(12, Verdict().GetProperty("rungs")[0].GetProperty("test").GetProperty("count").GetInt32());
        Assert.Equal(TestPart("run"), TestPart("again"));
        Assert.NotEqual(TestPart("run"), TestPart("other"));

        string TestPart(string run) =>
            JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, run, "split.json"))).RootElement.GetProperty("parts").GetProperty("test").GetRawText();
    }

    [Fact]
    public async Task A_message_for_a_log_is_one_line_however_long()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        var output = string.Concat(Enumerable.Repeat("a-long-name ", 15)).Trim();

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority", "--output", output);

        Assert.Contains($"Report: {Path.Combine(_folder.Path, output, "report.html")}{Environment.NewLine}", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("scoring shift", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--plan");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("scratch", ended.Output, StringComparison.Ordinal);
        Assert.Contains("--model", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["goods.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_same_folder_is_not_used_twice()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        string[] arguments = ["compare", "goods.csv", "--rungs", "majority", "--output", "run"];
        await FulcrumProcess.RunAsync(_folder.Path, arguments);

        var second = await FulcrumProcess.RunAsync(_folder.Path, arguments);

        Assert.Equal(2, second.ExitCode);
        Assert.Contains("--resume", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_fails_its_trial_and_the_rest_goes_on()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(3000));
        using var compare = FulcrumProcess.Start(_folder.Path, "compare", "goods.csv", "--rungs", "majority,scratch", "--output", "run");
        await Until.TrueAsync(() => Results().Length == 1, "the majority rung");

        FulcrumProcess.Signal(await compare.WorkerAsync(), "KILL");
        var ended = await compare.WaitAsync();

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var rungs = Verdict().GetProperty("rungs");
        Assert.Contains("kill", rungs[1].GetProperty("failure").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.False(rungs[0].TryGetProperty("failure", out var failure) && failure.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_killed_comparison_continues_without_repeating_what_was_finished()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(1200));
        _folder.Write("task.yaml", "name: goods\nseeds: 1\ndata: {path: goods.csv}\nrungs: {scratch: {learning_rates: [1e-3], epochs: 2}}");
        using (var compare = FulcrumProcess.Start(_folder.Path, "compare", "task.yaml", "--rungs", "majority,classical,scratch", "--output", "run"))
        {
            await Until.TrueAsync(() => Results().Length >= 2, "two rungs");
            compare.Signal("KILL");
            await compare.WaitAsync();
        }

        var finished = Results().ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var resumed = await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(["classical", "majority", "scratch"], Results().Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Where(id => !id.Contains("pilot", StringComparison.Ordinal)).Select(id => id.Split('-')[0]).Order());
        Assert.All(finished, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
        Assert.Equal(3, Verdict().GetProperty("rungs").GetArrayLength());
        foreach (var log in Directory.GetFiles(InRun("trials"), "predictions.jsonl", SearchOption.AllDirectories))
        {
            var ids = File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).ToArray();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_stopped_comparison_says_how_to_continue_and_leaves_no_worker(string signal)
    {
        _folder.Write("goods.csv", MadeUpData.Csv(3000));
        using var compare = FulcrumProcess.Start(_folder.Path, "compare", "goods.csv", "--rungs", "majority,scratch", "--output", "run");
        await Until.TrueAsync(() => Results().Length == 1, "the majority rung");

        var worker = await compare.WorkerAsync();
        compare.Signal(signal);
        var ended = await compare.WaitAsync();

        Assert.Equal(130, ended.ExitCode);
        Assert.Contains($"Stopped. Continue with: fulcrum compare --resume {Path.Combine(_folder.Path, "run")}", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.False(File.Exists(InRun("verdict.json")));
    }

    private sealed class FullDisk : ITrialExecutor
    {
        public Task RunAsync(RunFolder run, IReadOnlyList<Trial> trials, IProgress<TrialUpdate> updates, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device");
    }

    private static string Sample(string name) => Path.Combine(RepositoryFiles.Root, "samples", name);

    private string InRun(string name) => Path.Combine(_folder.Path, "run", name);

    private string[] Results() => Directory.Exists(InRun("trials"))
        ? Directory.GetFiles(InRun("trials"), "result.json", SearchOption.AllDirectories)
        : [];

    private JsonElement Verdict() => JsonDocument.Parse(File.ReadAllText(InRun("verdict.json"))).RootElement;
}
