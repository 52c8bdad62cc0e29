using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Serving;
using Fulcrum.Tests;
using Fulcrum.Workers.Processes;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>What a trial measured is what is served: its artifact, moved and opened in a new process, answers as the trial logged.</summary>
public sealed class ServedArtifactTests : IDisposable
{
    private const double Equal = 1e-6;

    // A batch of one runs other kernels than a batch of several, which sum in another order, and fp32 has seven digits: of the random models,
    // calibrated zero-shot differs most, Gemma 3 by 3.1e-6, GPT-2 2.8e-6, Llama 1.8e-6, Qwen 3 4e-7; BERT by 3e-8. It is no padding: a text beside
    // its own copy differs as much from the text alone, and alone it gives the same each time. To pad every batch to one shape would make them
    // equal, at several times the cost of a single text.
    private const double EqualAlone = 1e-5;

    private const int TrainRows = 8;
    private const int DevRows = 2;
    private const int TestRows = 4;

    /// <summary>Characters kept of a text: what takes time is nothing that the texts' length would show.</summary>
    private const int TextLength = 48;

    /// <summary>How rungs are fitted in little time, each with a scoring of its own that gives probabilities.</summary>
    private const string Settings = """
        name: goods
        seeds: 1
        data: {path: rows}
        rungs:
          zero-shot: {scoring: calibrated}
          few-shot: {scoring: normalized, shots: 2, draws: 1}
          retrieval: {scoring: sum, shots: 2}
          lora: {learning_rates: [1e-3], epochs: 1}
          full: {learning_rates: [1e-4], epochs: 1}
          scratch: {learning_rates: [1e-3], epochs: 1, layers: 1, hidden: 32}
        """;

    private static readonly string[] WithoutModel = ["majority", "classical", "scratch"];
    private static readonly string[] WithEncoder = ["head", "lora", "full"];
    private static readonly string[] WithDecoder = ["zero-shot", "few-shot", "retrieval", .. WithEncoder];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Rungs_without_a_model_answer_as_their_trials_did() => await AssertAnswersAsTrialsAsync(WithoutModel, model: null);

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("gemma3")]
    [InlineData("qwen3")]
    public async Task Every_rung_on_a_decoder_answers_as_its_trial_did(string model) =>
        await AssertAnswersAsTrialsAsync(WithDecoder, TinyModels.Copy(model, InFolder(model)));

    [Fact]
    public async Task Every_rung_on_an_encoder_answers_as_its_trial_did() => await AssertAnswersAsTrialsAsync(WithEncoder, RepositoryFiles.Fixture("models/bert"));

    [Fact]
    public async Task Every_rung_on_SmolLM2_answers_as_its_trial_did() =>
        await AssertAnswersAsTrialsAsync(WithDecoder, RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));

    [Fact]
    public async Task Every_rung_on_the_built_in_model_answers_as_its_trial_did() => await AssertAnswersAsTrialsAsync(WithEncoder, MiniLM.Folder);

    public void Dispose() => _folder.Dispose();

    /// <summary>Asked for all texts at once, as the trial did, and for one at a time.</summary>
    private async Task AssertAnswersAsTrialsAsync(string[] rungs, string? model)
    {
        var texts = WriteRows();
        string[] options = ["--rungs", string.Join(',', rungs), "--output", "run", .. model is null ? Array.Empty<string>() : ["--model", model]];
        using (var compare = FulcrumProcess.StartIn(_folder.Path, new() { ["FULCRUM_CACHE"] = InFolder("cache") }, ["compare", "task.yaml", .. options]))
        {
            var ended = await compare.WaitAsync();
            Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        }

        var trials = Directory.GetDirectories(InFolder("run/trials"));
        Assert.Equal(rungs.Order(), trials.Select(trial => Rung(Path.Combine(trial, "artifact"))).Order());
        var logs = trials.ToDictionary(trial => Rung(Path.Combine(trial, "artifact")), ReadLog);
        foreach (var trial in trials) Directory.Move(Path.Combine(trial, "artifact"), InFolder("moved-" + Rung(Path.Combine(trial, "artifact"))));
        Directory.Delete(InFolder("run"), recursive: true);

        // Two at a time: most of the time is that of processes that start, which takes one processor.
        var together = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(rungs, together, async (rung, _) => await AssertServedAsync(rung, logs[rung], texts));
    }

    private async Task AssertServedAsync(string rung, Dictionary<string, JsonNode> log, (string Id, string Text)[] texts)
    {
        await using var server = WorkerProcess.Start(
            new WorkerStartInfo("env", [$"FULCRUM_CACHE={InFolder("cache-" + rung)}", "dotnet", Path.Combine(AppContext.BaseDirectory, "fulcrum.dll"), "worker", "--serve", InFolder("moved-" + rung)]),
            LadderJson.Line);
        AssertLogged(rung, log, texts, await AskAsync(server, [.. texts.Select(text => text.Text)]), Equal);
        var alone = new List<TextAnswer>();
        foreach (var (_, text) in texts) alone.Add(Assert.Single(await AskAsync(server, [text])));
        AssertLogged(rung, log, texts, alone, EqualAlone);
    }

    private static async Task<IReadOnlyList<TextAnswer>> AskAsync(WorkerProcess server, IReadOnlyList<string> texts)
    {
        var response = await server.AskAsync<StageProgress, PredictResponse>(new PredictRequest(texts), null, TestContext.Current.CancellationToken);
        return response.Answers;
    }

    private static void AssertLogged(
        string rung, Dictionary<string, JsonNode> log, IReadOnlyList<(string Id, string Text)> texts, IReadOnlyList<TextAnswer> answers, double tolerance)
    {
        Assert.Equal(TestRows, answers.Count);
        foreach (var ((id, _), answer) in texts.Zip(answers))
        {
            var logged = log[id];
            Assert.Equal((rung, id, (string?)logged["predicted"]), (rung, id, answer.Labels?.Only));
            Assert.Equal((rung, id, (int)logged["prompt_tokens"]!), (rung, id, answer.PromptTokens));
            // In the order of the task's labels: fruit, tools.
            Assert.Equal(["fruit", "tools"], answer.Probabilities!.Keys);
            foreach (var (expected, probability) in logged["probabilities"]!.AsArray().Zip(answer.Probabilities!.Values))
                Assert.True(Math.Abs((double)expected! - probability) <= tolerance, $"{rung}, {id}: logged {expected}, served {probability}");
        }
    }

    private static string Rung(string artifact) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(artifact, "predictor.json")))!["rung"]!;

    private static Dictionary<string, JsonNode> ReadLog(string trial) =>
        File.ReadLines(Path.Combine(trial, "predictions.jsonl")).Select(line => JsonNode.Parse(line)!).ToDictionary(prediction => (string)prediction["id"]!);

    /// <summary>Writes the task and its rows; what is in test.</summary>
    private (string Id, string Text)[] WriteRows()
    {
        string[][] rows = [.. MadeUpData.Csv(TrainRows + DevRows + TestRows).Split('\n')[1..^1].Select(row => row.Split(','))];
        foreach (var row in rows) row[1] = row[1][..TextLength];
        _folder.Write("task.yaml", Settings);
        Write("train", rows[..TrainRows]);
        Write("dev", rows[TrainRows..^TestRows]);
        Write("test", rows[^TestRows..]);
        return [.. rows[^TestRows..].Select(row => (row[0], row[1]))];

        void Write(string part, string[][] of) =>
            _folder.Write($"rows/{part}.csv", "id,text,label\n" + string.Concat(of.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]},{row[1]},{row[2]}\n"))));
    }

    private string InFolder(string name) => Path.Combine(_folder.Path, name);
}
