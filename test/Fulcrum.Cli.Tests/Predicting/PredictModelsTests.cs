using System.Text.Json;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A winner with a base model: found where it was, where the user says, or in the winner's own folder.</summary>
public sealed class PredictModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _settings = "scoring: sum";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_moved_run_finds_its_model_and_a_moved_model_is_named()
    {
        await CompareAsync("llama", "zero-shot");
        _folder.Write("new.csv", "text\napple pear\nhammer saw\n");
        var before = await PredictAsync("run", "new.csv");
        Assert.True(before.ExitCode == 0, before.Error);
        var hash = ModelHash.Compute(InFolder("model"));

        Directory.Move(InFolder("run"), InFolder("moved"));
        Assert.Equal((0, before.Output), Answer(await PredictAsync("moved", "new.csv")));

        Directory.Move(InFolder("model"), InFolder("elsewhere"));
        Assert.Equal(
            (2, $"error: {InFolder("moved/winner/predictor.json")}: The artifact needs the model `model` (SHA-256 {hash}), which is not at `{InFolder("model")}`. Give the model that it was made with: --model FOLDER.\n"),
            Failure(await PredictAsync("moved", "new.csv")));
        Assert.Equal((0, before.Output), Answer(await PredictAsync("moved", "new.csv", "--model", "elsewhere")));

        TinyModels.Copy("qwen3", InFolder("model"));
        Assert.Equal(
            (2, $"error: {InFolder("moved/winner/predictor.json")}: The artifact needs the model `model` (SHA-256 {hash}), but `{InFolder("model")}` has SHA-256 {ModelHash.Compute(InFolder("model"))}. Give the model that it was made with: --model FOLDER.\n"),
            Failure(await PredictAsync("moved", "new.csv")));
        Assert.Equal(
            (2, $"error: There is no file or folder `nowhere`. It was looked for in `{_folder.Path}`.\n"),
            Failure(await PredictAsync("moved", "new.csv", "--model", "nowhere")));
    }

    [Fact]
    public async Task A_model_that_came_along_is_all_that_is_needed()
    {
        await CompareAsync("bert", "lora", "--copy-base");
        _folder.Write("new.csv", "text\napple pear\nhammer saw\n");
        var before = await PredictAsync("run", "new.csv");
        Assert.True(before.ExitCode == 0, before.Error);

        Directory.Move(InFolder("run/winner"), InFolder("winner"));
        Directory.Delete(InFolder("run"), recursive: true);
        Directory.Delete(InFolder("model"), recursive: true);

        Assert.Equal((0, before.Output), Answer(await PredictAsync("winner", "new.csv")));
        Assert.Contains("The models that it needs are in `models`: the folder is complete in itself.", await File.ReadAllTextAsync(InFolder("winner/README.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_can_come_along_later_and_stays()
    {
        await CompareAsync("llama", "zero-shot");
        var needs = await File.ReadAllTextAsync(InFolder("run/winner/README.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"* model, SHA-256 `{ModelHash.Compute(InFolder("model"))}`, at `{InFolder("model")}`", needs, StringComparison.Ordinal);
        Assert.Contains("fulcrum compare --resume .. --copy-base", needs, StringComparison.Ordinal);

        using (var resume = FulcrumProcess.Start(InFolder("run/winner"), "compare", "--resume", "..", "--copy-base"))
            Assert.Equal(0, (await resume.WaitAsync()).ExitCode);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], Copied());

        Directory.Delete(InFolder("model"), recursive: true);
        Assert.Equal(0, (await FulcrumProcess.RunAsync(_folder.Path, "compare", "--resume", "run")).ExitCode);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], Copied());
        Assert.Single(Directory.EnumerateFileSystemEntries(InFolder("run"), "winner*"));

        IEnumerable<string> Copied() => Directory.EnumerateFiles(InFolder("run/winner/models/base")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_text_that_was_cut_is_counted()
    {
        _settings = "max_tokens: 16, scoring: sum";
        await CompareAsync("llama", "zero-shot");
        _folder.Write("new.csv", $"text\napple\n{string.Concat(Enumerable.Repeat("pear ", 20_000))}\n");

        var ended = await PredictAsync("run", "new.csv", "-o", "out.csv");

        Assert.Equal((0, "Of 1 text only a part was read, as in the comparison: it is longer than the model may read.\n"), Failure(ended));
    }

    [Fact]
    public async Task A_text_that_the_model_cannot_read_is_counted_and_named_and_all_others_are_answered()
    {
        _settings = "max_tokens: 100000";
        await CompareAsync("llama", "zero-shot");
        var pears = string.Join(' ', Enumerable.Repeat("pear", 20_000));
        _folder.Write("new.csv", $"text,label\napple,fruit\n{pears},fruit\n,\nhammer,tools\n{pears} saw,tools\n");
        _folder.Write("short.csv", "text,label\napple,fruit\nhammer,tools\n");
        const string Told = @"1 row has no text and was not answered: 4\.\n"
            + @"2 rows have texts that the model cannot read and were not answered: 3, 6\. Row 3: The prompt has 60\d\d\d tokens, but the model takes \d+, of which \d+ are kept for the answer\. Shorten the text, or compare again with --truncate head or --truncate tail\.\n";

        var written = await PredictAsync("run", "new.csv", "-o", "out.csv");

        Assert.Equal(1, written.ExitCode);
        Assert.Matches($"^{Told}$", Said(written));
        var expected = File.ReadAllLines(await AnsweredAsync("short.csv"));
        var lines = await File.ReadAllLinesAsync(InFolder("out.csv"), TestContext.Current.CancellationToken);
        Assert.Equal([expected[0], expected[1], $"{pears},fruit,,,,", ",,,,,", expected[2], $"{pears} saw,tools,,,,"], lines);

        var measured = await PredictAsync("run", "new.csv", "--labels", "label", "--json");
        Assert.Equal(1, measured.ExitCode);
        var summary = JsonDocument.Parse(measured.Output).RootElement;
        Assert.Equal((5, 1, 2, 0), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("without_text").GetInt32(), summary.GetProperty("unreadable").GetInt32(), summary.GetProperty("unread").GetInt32()));
        Assert.Equal(4, summary.GetProperty("metrics").GetProperty("count").GetInt32());
        Assert.Equal("2 rows that the model cannot read count as answered wrongly.", summary.GetProperty("notes").EnumerateArray().Last().GetString());
    }

    [Fact]
    public async Task A_line_or_request_that_the_model_cannot_read_leaves_the_others_answered()
    {
        _settings = "max_tokens: 100000";
        await CompareAsync("llama", "zero-shot");
        var pears = string.Concat(Enumerable.Repeat("pear ", 2_000));
        const string Fault = @"The prompt has \d+ tokens, but the model takes \d+, of which \d+ are kept for the answer\. Shorten the text, or compare again with --truncate head or --truncate tail\.";

        using (var predict = FulcrumProcess.Start(_folder.Path, "predict", "run", "-"))
        {
            await predict.Input.WriteAsync($"apple\n{pears}\nhammer\n");
            predict.Input.Close();
            var ended = await predict.WaitAsync();
            Assert.Equal(1, ended.ExitCode);
            Assert.Matches(@"^(fruit|tools)\t[\d.]+\n\t\n(fruit|tools)\t[\d.]+\n$", ended.Output);
            Assert.Matches($@"^1 row has a text that the model cannot read and was not answered: 2\. Row 2: {Fault}\n$", ended.Error);
        }

        using var serve = FulcrumProcess.Start(_folder.Path, "worker", "--serve", "run/winner");
        await serve.Input.WriteLineAsync("""{"id":1,"texts":["apple"]}""");
        await serve.Input.WriteLineAsync($$"""{"id":2,"texts":["apple","{{pears}}"]}""");
        await serve.Input.WriteLineAsync("""{"id":3,"texts":["hammer"]}""");
        serve.Input.Close();
        var served = await serve.WaitAsync();
        Assert.Equal((0, ""), (served.ExitCode, served.Error));
        var answers = served.Output.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(answer => answer.GetProperty("id").GetInt32());
        Assert.Matches($"^Text 2: {Fault}$", answers[2].GetProperty("error").GetString());
        Assert.All([1, 3], id => Assert.Single(answers[id].GetProperty("answers").EnumerateArray()));
    }

    /// <summary>The file of answers to rows that can all be read.</summary>
    private async Task<string> AnsweredAsync(string rows)
    {
        var ended = await PredictAsync("run", rows, "-o", "answered.csv");
        Assert.True(ended.ExitCode == 0, ended.Error);
        return InFolder("answered.csv");
    }

    private async Task CompareAsync(string model, string rung, params string[] more)
    {
        TinyModels.Copy(model, InFolder("model"));
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("task.yaml", $"name: goods\ndata: {{path: goods.csv}}\nrungs: {{zero-shot: {{{_settings}}}, lora: {{learning_rates: [1e-3], epochs: 1, max_tokens: 32}}}}\n");
        using var compare = FulcrumProcess.StartIn(
            _folder.Path, new() { ["OMP_NUM_THREADS"] = "1" },
            ["compare", "task.yaml", "--model", "model", "--rungs", rung, "--train", "16", "--test", "10", "--output", "run", .. more]);
        var ended = await compare.WaitAsync();
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(InFolder("run/winner/predictor.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(rung, manifest.GetProperty("rung").GetString());
    }

    private static (int, string) Answer(FulcrumProcess.Ended ended) => (ended.ExitCode, ended.Output);

    private static (int, string) Failure(FulcrumProcess.Ended ended) => (ended.ExitCode, Said(ended));

    /// <summary>What was said but for the progress that a slow machine shows.</summary>
    private static string Said(FulcrumProcess.Ended ended) => string.Concat(ended.Error.Split('\n').Where(line => !line.EndsWith(" rows", StringComparison.Ordinal)).Select(line => line + "\n"))[..^1];

    private Task<FulcrumProcess.Ended> PredictAsync(params string[] arguments) => FulcrumProcess.RunAsync(_folder.Path, ["predict", .. arguments]);

    private string InFolder(string name) => Path.Combine(_folder.Path, name);
}
