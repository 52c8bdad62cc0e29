using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var run = TestRun.Create(_folder.Path);
        var (written, read) = (TestRun.Data, run.ReadData());
        foreach (var part in Enum.GetValues<DatasetPart>())
        {
            Assert.Equal(written.Split[part].Select(e => (e.Id, e.Text, e.Label, e.Group)), read.Split[part].Select(e => (e.Id, e.Text, e.Label, e.Group)));
            Assert.All(read.Split[part], e => Assert.Equal("<a@b>", e.Metadata["from"]));
        }

        Assert.Equal(written.Split.Labels, read.Split.Labels);
        Assert.Equal((7, "drawn", "text column guessed"), (read.Split.Seed, read.Split.Notes[0], read.Notes[0]));
        Assert.Equivalent(written.Leakage, read.Leakage, strict: true);
        Assert.Equivalent(TestRun.Environment, run.ReadEnvironment(), strict: true);
        Assert.Equal(["ham", "spam"], run.ReadTask().Labels);
        Assert.Equal("label words", Assert.Single(run.ReadTask().Prompts).Name);
    }

    [Fact]
    public void Text_of_any_language_stays_readable_in_the_files()
    {
        TestRun.Create(_folder.Path);
        Assert.Contains("Grüße", File.ReadAllText(Path.Combine(_folder.Path, "examples.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_is_not_set_up_over_the_first()
    {
        var run = TestRun.Create(_folder.Path);
        var error = Assert.Single(Assert.Throws<InputException>(() => run.Create(TestRun.Task, TestRun.Data, [], TestRun.Environment)).Errors);
        Assert.Contains("--resume", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_do_not_share_a_folder_at_the_same_time()
    {
        var (first, second) = (new RunFolder(_folder.Path), new RunFolder(_folder.Path));
        using (first.Lock())
        {
            var error = Assert.Single(Assert.Throws<InputException>(second.Lock).Errors);
            Assert.Contains("Another comparison is running", error.Message, StringComparison.Ordinal);
        }

        using var now = second.Lock();
        Assert.NotNull(now);
    }

    [Fact]
    public async Task A_comparison_that_was_killed_does_not_block_the_next_one()
    {
        var run = new RunFolder(_folder.Path);
        var command = WorkerCommand.ThisProgram("hold-lock", _folder.Path);
        using var owner = Process.Start(new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await owner.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Throws<InputException>(run.Lock);
        owner.Kill();
        await owner.WaitForExitAsync(TestContext.Current.CancellationToken);
        run.Lock().Dispose();
    }

    [Fact]
    public void An_example_that_is_missing_is_named_by_its_id()
    {
        var run = TestRun.Create(_folder.Path);
        var file = Path.Combine(_folder.Path, "examples.jsonl");
        File.WriteAllLines(file, File.ReadAllLines(file).Where(l => !l.Contains("\"test-3\"", StringComparison.Ordinal)));
        Assert.Contains("`test-3`", Assert.Throws<InputException>(() => run.ReadData()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("split.json")]
    [InlineData("environment.json")]
    [InlineData("trials/a/trial.json")]
    public void What_cannot_be_written_leaves_nothing_behind(string file)
    {
        // A folder cannot be replaced by a file, whoever asks.
        Directory.CreateDirectory(Path.Combine(_folder.Path, file));
        var run = new RunFolder(_folder.Path);

        var error = Assert.Single(Assert.Throws<InputException>(() => run.Create(TestRun.Task, TestRun.Data, [TestRun.Trial("a"), TestRun.Trial("b")], TestRun.Environment)).Errors);

        Assert.Contains("--output", error.Remedy, StringComparison.Ordinal);
        Assert.False(run.Exists);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public void A_task_that_does_not_fit_the_data_creates_no_folder()
    {
        var run = new RunFolder(Path.Combine(_folder.Path, "run"));
        var task = TestRun.Task with { Prompts = [new() { Name = "p", Template = "{text}", Answers = new Dictionary<string, string> { ["hma"] = "x" } }] };
        Assert.Throws<InputException>(() => run.Create(task, TestRun.Data, [], TestRun.Environment));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_in_the_way_is_said_and_stands()
    {
        var path = _folder.Write("good.csv", "text,label");
        var error = Assert.Single(Assert.Throws<InputException>(() => new RunFolder(path).Create(TestRun.Task, TestRun.Data, [], TestRun.Environment)).Errors);
        Assert.StartsWith($"The run folder `{path}` cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal("text,label", File.ReadAllText(path));
    }

    [Fact]
    public void A_set_up_that_was_killed_is_no_run_and_its_trials_are_not_those_of_the_next()
    {
        var run = new RunFolder(_folder.Path);
        run.Create(TestRun.Task, TestRun.Data, [TestRun.Trial("killed")], TestRun.Environment).Dispose();
        Assert.Equal("killed", Assert.Single(run.ReadTrials()).Id);
        File.Delete(Path.Combine(_folder.Path, "environment.json"));
        Assert.False(run.Exists);

        run.Create(TestRun.Task, TestRun.Data, [TestRun.Trial("next")], TestRun.Environment).Dispose();

        Assert.Equal("next", Assert.Single(run.ReadTrials()).Id);
    }

    [Fact]
    public void Trials_that_failed_because_of_the_machine_are_opened_again_and_no_others()
    {
        var run = new RunFolder(_folder.Path);
        run.Create(TestRun.Task, TestRun.Data, [.. new[] { "disk", "start", "rung", "worker", "done" }.Select(id => TestRun.Trial(id))], TestRun.Environment).Dispose();
        foreach (var stage in new[] { "disk", "start", "rung", "worker" })
            run.Trial(stage).WriteResult(new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(stage, "reason") });
        run.Trial("done").WriteResult(new TrialResult { Status = TrialStatus.Completed });

        Assert.Equal(2, run.ReopenTrials());

        Assert.Equal(["disk", "start"], run.ReadTrials().Select(trial => trial.Id).Where(id => !run.Trial(id).IsFinished));
    }

    [Fact]
    public void A_torn_last_line_of_a_log_is_left_out()
    {
        var trial = Predictions("""{"part":"test","id":"a","label":"ham","predicted":null}""" + "\n" + """{"part":"te""");
        Assert.Null(Assert.Single(trial.ReadPredictions()).Predicted);
    }

    [Theory]
    [InlineData("{broken\n{\"part\":\"test\",\"id\":\"a\",\"label\":\"ham\",\"predicted\":null}\n", 1)]
    [InlineData("\n{broken\n", 2)]
    public void A_log_that_is_broken_before_its_end_is_refused_with_the_line(string log, int line)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => Predictions(log).ReadPredictions()).Errors);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        var run = new RunFolder(_folder.Path);
        Assert.False(run.Exists);
        Assert.Contains("missing", Assert.Throws<InputException>(run.ReadTask).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<InputException>(() => run.ReadData()).Message, StringComparison.Ordinal);
        Assert.Empty(run.ReadTrials());
    }

    [Fact]
    public void Trials_are_read_up_the_ladder()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("z", "scratch"), TestRun.Trial("b", "majority"), TestRun.Trial("a", "classical", act: "x")]);
        var trials = run.ReadTrials();
        Assert.Equal(["b", "a", "z"], trials.Select(t => t.Id));
        Assert.Equal("x", (string?)trials[1].Settings["act"]);
    }

    [Fact]
    public void A_diverged_loss_survives_the_result_file()
    {
        var trial = TestRun.Create(_folder.Path).Trial("a");
        trial.WriteTrial(TestRun.Trial("a"));
        trial.WriteResult(new TrialResult
        {
            Status = TrialStatus.Completed,
            Outcome = new() { Search = [new([], 0.5, double.NaN, 1)] },
        });
        Assert.Equal(double.NaN, trial.ReadResult()!.Outcome!.Search[0].DevLoss);
    }

    public void Dispose() => _folder.Dispose();

    private TrialFolder Predictions(string content)
    {
        _folder.Write("trials/a/predictions.jsonl", content);
        return new RunFolder(_folder.Path).Trial("a");
    }
}
