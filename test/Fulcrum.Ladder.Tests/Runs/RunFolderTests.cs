using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Workers.Processes;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
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
            Assert.Equal(written.Split[part].Select(e => (e.Id, e.Text, e.Labels, e.Group)), read.Split[part].Select(e => (e.Id, e.Text, e.Labels, e.Group)));
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
    public void Rows_of_several_labels_are_read_back_and_share_theirs()
    {
        Example[] rows = [.. Enumerable.Range(0, 40).Select(i => new Example($"r{i}", $"text {i}", LabelSet.OfList(i % 4 == 0 ? [] : i % 2 == 0 ? ["a"] : ["b", "a"])))];
        var data = new RunData(new DataSplit { Train = rows[..20], Dev = rows[20..30], Test = rows[30..], Labels = ["a", "b"], Seed = 1 }, TestRun.Leakage, []) { LabelSeparator = "|" };
        var run = new RunFolder(_folder.Path);
        run.Create(TestRun.Task with { Kind = TaskKind.MultiLabel, Data = TestRun.Task.Data with { LabelSeparator = "|" } }, data, [], TestRun.Environment).Dispose();

        var read = run.ReadData();

        Assert.Equal("""{"id":"r1","text":"text 1","label":["a","b"],"metadata":{}}""", File.ReadLines(Path.Combine(_folder.Path, "examples.jsonl")).ElementAt(1));
        Assert.Equal(rows.Select(row => (row.Id, row.Labels)), read.Split.Train.Concat(read.Split.Dev).Concat(read.Split.Test).Select(row => (row.Id, row.Labels)));
        Assert.Equal(3, read.Split.Train.Concat(read.Split.Test).DistinctBy(row => row.Labels, (IEqualityComparer<LabelSet>)ReferenceEqualityComparer.Instance).Count());
        Assert.All(read.Split.Train, row => Assert.True(row.Labels.IsList));
        Assert.Equal(("|", TaskKind.MultiLabel, "|"), (read.LabelSeparator, run.ReadTask().Kind, run.ReadTask().Data.LabelSeparator));
    }

    [Fact]
    public void Perturbed_copies_are_read_back_and_change_neither_the_split_nor_the_hash_of_the_data()
    {
        var run = TestRun.CreatePerturbed(Path.Combine(_folder.Path, "perturbed"));
        var plain = new RunFolder(Path.Combine(_folder.Path, "plain"));
        plain.Create(TestRun.Task, TestRun.PerturbedData with { Split = TestRun.PerturbedData.Split with { Perturbed = [] } }, [], TestRun.Environment).Dispose();

        var read = run.ReadData().Split;

        Assert.Equal(TestRun.PerturbedData.Split.Perturbed.Select(e => (e.Id, e.Text, e.Labels, e.Copy)), read.Perturbed.Select(e => (e.Id, e.Text, e.Labels, e.Copy)));
        Assert.Equal(plain.HashData(), run.HashData());
        Assert.Equal(File.ReadAllText(Path.Combine(plain.Root, "split.json")), File.ReadAllText(Path.Combine(run.Root, "split.json")));
        Assert.False(File.Exists(Path.Combine(plain.Root, "perturbed.jsonl")));
    }

    [Fact]
    public void A_run_that_was_made_before_there_were_perturbed_copies_is_read_without_them()
    {
        var run = TestRun.CreatePerturbed(_folder.Path);
        File.Delete(Path.Combine(_folder.Path, "perturbed.jsonl"));
        Assert.Empty(run.ReadData().Split.Perturbed);
        Assert.Equal(40, run.ReadData().Split.Test.Count);
    }

    [Theory]
    [InlineData("\"of\":\"test-3\"", "\"of\":\"dev-0\"", "The perturbed text `test-3~case` is no copy of a test row.")]
    [InlineData("\"id\":\"test-3~case\"", "\"id\":\"test-4~case\"", "The perturbed texts hold `test-4~case` twice.")]
    [InlineData(",\"copy\":{\"perturbation\":\"case\",\"of\":\"test-3\"}", "", "The perturbed text `test-3~case` is no copy of a test row.")]
    public void Perturbed_copies_that_do_not_belong_to_the_split_are_named(string written, string found, string message)
    {
        var run = TestRun.CreatePerturbed(_folder.Path);
        var file = Path.Combine(_folder.Path, "perturbed.jsonl");
        Assert.Contains(written, File.ReadAllText(file), StringComparison.Ordinal);
        File.WriteAllText(file, File.ReadAllText(file).Replace(written, found, StringComparison.Ordinal));
        Assert.Equal(message, Assert.Single(Assert.Throws<InputException>(() => run.ReadData()).Errors).Message);
    }

    [Fact]
    public void Copies_that_a_killed_set_up_left_are_not_of_the_next_run()
    {
        var run = TestRun.CreatePerturbed(_folder.Path);
        File.Delete(Path.Combine(_folder.Path, "environment.json"));
        run.Create(TestRun.Task, TestRun.Data, [], TestRun.Environment).Dispose();
        Assert.Empty(run.ReadData().Split.Perturbed);
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
        var command = WorkerStartInfo.ThisProgram("hold-lock", _folder.Path);
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
    [InlineData("plan.json")]
    public void What_cannot_be_written_leaves_nothing_behind(string file)
    {
        // A folder cannot be replaced by a file, whoever asks; this one is where a set-up was killed.
        _folder.Write(".lock", "Fulcrum run folder\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, file));
        var run = new RunFolder(_folder.Path);

        var error = Assert.Single(Assert.Throws<InputException>(() => run.Create(TestRun.Task, TestRun.Data, [TestRun.Trial("a"), TestRun.Trial("b")], TestRun.Environment)).Errors);

        Assert.Contains("--output", error.Remedy, StringComparison.Ordinal);
        Assert.False(run.Exists);
        Assert.Equal([Path.Combine(_folder.Path, ".lock")], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
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
        run.WriteTrials([TestRun.Trial("killed")]);
        Assert.Equal("killed", Assert.Single(run.ReadPlan()).Id);
        File.Delete(Path.Combine(_folder.Path, "environment.json"));
        Assert.False(run.Exists);

        run.Create(TestRun.Task, TestRun.Data, [TestRun.Trial("next")], TestRun.Environment).Dispose();

        Assert.Equal("next", Assert.Single(run.ReadPlan()).Id);
        Assert.Empty(run.ReadTrials());
    }

    [Fact]
    public void Trials_that_failed_on_infrastructure_are_opened_again_and_no_others()
    {
        var run = new RunFolder(_folder.Path);
        TestRun.Create(_folder.Path);
        run.WriteTrials(new[] { "disk", "start", "rung", "worker", "done" }.Select(id => TestRun.Trial(id)));
        foreach (var stage in new[] { TrialStage.Disk, TrialStage.Start, TrialStage.Rung, TrialStage.Worker })
            run.Trial(stage.ToString().ToLowerInvariant()).WriteResult(new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(stage, "reason") });
        run.Trial("done").WriteResult(new TrialResult { Status = TrialStatus.Completed });

        Assert.Equal((2, 0), run.ReopenTrials());

        Assert.Equal(["disk", "start"], run.ReadTrials().Select(trial => trial.Id).Where(id => !run.Trial(id).IsFinished));
    }

    [Theory]
    [InlineData("task.json")]
    [InlineData("examples.jsonl")]
    [InlineData("split.json")]
    [InlineData("verdict.json")]
    [InlineData("report.html")]
    [InlineData("trials/mine/trial.json")]
    public void What_no_run_wrote_is_neither_replaced_nor_deleted(string file)
    {
        _folder.Write(file, "mine");

        var error = Assert.Single(Assert.Throws<InputException>(() => TestRun.Create(_folder.Path)).Errors);

        Assert.Equal(
            $"The folder `{_folder.Path}` holds `{file.Split('/')[0]}`, which a run would replace and no run wrote. Choose another folder with --output.", error.ToString());
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder.Path, file)));
        Assert.Equal([Path.Combine(_folder.Path, file)], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("another program's")]
    public void A_lock_file_of_another_program_makes_no_folder_ours(string content)
    {
        _folder.Write(".lock", content);
        _folder.Write("task.json", "mine");

        var error = Assert.Single(Assert.Throws<InputException>(() => TestRun.Create(_folder.Path)).Errors);

        Assert.Contains("`task.json`", error.Message, StringComparison.Ordinal);
        Assert.Equal((content, "mine"), (File.ReadAllText(Path.Combine(_folder.Path, ".lock")), File.ReadAllText(Path.Combine(_folder.Path, "task.json"))));
    }

    [Fact]
    public void Files_that_a_run_does_not_write_stand_beside_it()
    {
        _folder.Write("readme.txt", "mine");
        TestRun.Create(_folder.Path);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder.Path, "readme.txt")));
    }

    [Fact]
    public void A_folder_is_reserved_for_one_run_alone()
    {
        var path = Path.Combine(_folder.Path, "2026-11-23T10-00-00-mails");
        var folders = Enumerable.Range(0, 12).AsParallel().WithDegreeOfParallelism(12).Select(_ => RunFolder.Reserve(path).Root).ToArray();
        Assert.Equal(Enumerable.Range(1, 12).Select(i => i == 1 ? path : $"{path}-{i}").Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reserved_folder_that_no_run_can_be_set_up_in_is_gone_again()
    {
        var run = RunFolder.Reserve(Path.Combine(_folder.Path, "run"));
        var environment = TestRun.Environment with { Machine = new FullDisk() };
        Assert.Throws<InputException>(() => run.Create(TestRun.Task, TestRun.Data, [], environment));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_deleted_when_the_run_is_resumed_and_nothing_else()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        string[] abandoned = [.. new[] { "verdict.json", "report.html", "trials/a/result.json" }.Select(file => $"{file}.{Path.GetRandomFileName()}.fulcrum-temporary")];
        string[] others = ["verdict.json.backup", "report.html.20261123.bak", "notes.abcdefgh.0a1.fulcrum-temporary", "verdict.json.fulcrum-temporary"];
        foreach (var file in abandoned.Concat(others)) _folder.Write(file, "half");

        run.ReopenTrials();

        Assert.All(abandoned, file => Assert.False(File.Exists(Path.Combine(_folder.Path, file)), file));
        Assert.All(others, file => Assert.True(File.Exists(Path.Combine(_folder.Path, file)), file));
    }

    [Fact]
    public void The_id_of_a_trial_is_the_name_of_its_folder_whatever_its_file_says()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        var file = Path.Combine(_folder.Path, "trials", "a", "trial.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"a\"", "\"../../../victim\"", StringComparison.Ordinal));

        var error = Assert.Single(Assert.Throws<InputException>(run.ReadTrials).Errors);

        Assert.Equal(
            $"{file}: The trial's id is `../../../victim`, but its folder is `a`. Restore the file, or compare again into another folder.", error.ToString());
    }

    [Theory]
    [InlineData("../victim")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/tmp")]
    public void A_path_is_no_id_of_a_trial(string id) =>
        Assert.Equal($"{_folder.Path}: `{id}` is no id of a trial.", Assert.Throws<InputException>(() => new RunFolder(_folder.Path).Trial(id)).Message);

    private const string Broken = "This is not what a run folder holds here. Restore the file, or compare again into another folder.";
    private const string Short = ": The log no longer holds the predictions of its trial. Run the trial again: fulcrum compare --resume ";

    public static TheoryData<string, Func<string[], string[]>, string> Losses() => new()
    {
        { "a torn line", lines => [.. lines[..29], lines[29][..20]], $"(30,21): {Broken}" },
        { "a lost end", lines => lines[..30], Short },
        { "nothing left", _ => [], Short },
        { "null", lines => ["null", .. lines[1..]], $"(1): {Broken}" },
        { "an object of something else", lines => ["{}", .. lines[1..]], $"(1,3): {Broken}" },
        { "a line twice", lines => [lines[1], .. lines[1..]], Short },
        { "an example that is not in the data", lines => [lines[0].Replace("test-0", "test-999", StringComparison.Ordinal), .. lines[1..]], Short },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_finished_trial_whose_predictions_were_lost_is_no_evidence_and_run_again(string what, Func<string[], string[]> lose, string message)
    {
        var run = TestRun.Create(_folder.Path);
        foreach (var id in new[] { "kept", "lost" })
        {
            run.WriteTrials([TestRun.Trial(id)]);
            using var log = run.Trial(id).OpenPredictions();
            foreach (var example in TestRun.Data.Split.Test) log.Write(new Prediction { Part = DatasetPart.Test, Id = example.Id, Labels = example.Labels, Predicted = "ham" });
            run.Trial(id).WriteResult(new TrialResult { Status = TrialStatus.Completed, Predictions = log.Count });
        }

        var file = Path.Combine(_folder.Path, "trials", "lost", "predictions.jsonl");
        File.WriteAllLines(file, lose(File.ReadAllLines(file)));

        var error = Assert.Single(Assert.Throws<InputException>(() => ReportBuilder.Build(run)).Errors);
        Assert.Equal(file + message + (message == Short ? run.Root : ""), error.ToString());
        Assert.True((0, 1) == run.ReopenTrials(), what);
        Assert.Equal((true, false), (run.Trial("kept").IsFinished, run.Trial("lost").IsFinished));
    }

    [Theory]
    [InlineData("environment.json", "{}")]
    [InlineData("environment.json", "null")]
    [InlineData("environment.json", "{\"created\": \"2026-11-23T09:00:00Z\", \"command\": null, \"machine\": {}}")]
    [InlineData("task.json", "{}")]
    [InlineData("split.json", "{}")]
    [InlineData("split.json", "{\"parts\": {}, \"labels\": [\"ham\", \"spam\"], \"seed\": 1, \"notes\": [], \"reading_notes\": [], \"leakage\": {\"overlaps\": [], \"label_words\": []}}")]
    [InlineData("examples.jsonl", "{}\n")]
    [InlineData("examples.jsonl", "null\n")]
    [InlineData("examples.jsonl", "{\"id\": \"a\", \"text\": \"t\", \"label\": \"ham\"}\n{\"id\": \"a\", \"text\": \"t\", \"label\": \"ham\"}\n")]
    [InlineData("examples.jsonl", "{\"id\": \"a\", \"text\": \"t\", \"label\": \"neither\"}\n")]
    public void A_file_of_a_run_that_holds_something_else_is_named(string file, string content)
    {
        var run = TestRun.Create(_folder.Path);
        _folder.Write(file, content);

        var error = Assert.Throws<InputException>(() => ReportBuilder.Build(run)).Errors[0];

        Assert.StartsWith(Path.Combine(_folder.Path, file is "examples.jsonl" && error.File!.EndsWith("split.json", StringComparison.Ordinal) ? "split.json" : file), error.ToString(), StringComparison.Ordinal);
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

    /// <summary>Cannot be written, as on a full disk.</summary>
    private sealed class FullDisk : Dictionary<string, string>, IEnumerable<KeyValuePair<string, string>>
    {
        IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() => throw new IOException("No space left on device");
    }

    private TrialFolder Predictions(string content)
    {
        _folder.Write("trials/a/predictions.jsonl", content);
        return new RunFolder(_folder.Path).Trial("a");
    }
}
